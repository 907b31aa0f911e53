import type { LiveHeader } from '@/centre/types'

const LENGTH_BYTES = 4

/** Builds a message as the centre does. */
export function buildLive(header: LiveHeader, payload = new Uint8Array()): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(LENGTH_BYTES + text.length + payload.length)
  new DataView(bytes.buffer).setUint32(0, text.length)
  bytes.set(text, LENGTH_BYTES)
  bytes.set(payload, LENGTH_BYTES + text.length)
  return bytes.buffer
}
