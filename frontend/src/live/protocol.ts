import type { LiveHeader } from '@/centre/types'

/** One message of the live socket: its header and, without a copy, the bytes behind it. */
export interface LiveMessage { header: LiveHeader; payload: Uint8Array<ArrayBuffer> }

export type LiveStream = 'sub' | 'main' | 'jpeg' | 'view'
export interface Subscription { camera: string; stream: LiveStream }
export type FragmentHeader = Extract<LiveHeader, { t: 'frag' }>
export type InitHeader = Extract<LiveHeader, { t: 'init' }>

const LENGTH_BYTES = 4
const decoder = new TextDecoder()

/** Reads a message; throws RangeError or SyntaxError when it is not one. */
export function parseLive(buffer: ArrayBuffer): LiveMessage {
  const length = new DataView(buffer).getUint32(0)
  const header = JSON.parse(decoder.decode(new Uint8Array(buffer, LENGTH_BYTES, length))) as LiveHeader
  return { header, payload: new Uint8Array(buffer, LENGTH_BYTES + length) }
}

/** Families of codecs that this browser's MediaSource plays, as the centre wants to know them. */
export function playableCodecs(isSupported: (mime: string) => boolean): string[] {
  const samples = { avc1: 'avc1.42E01E', hvc1: 'hvc1.1.6.L93.B0', hev1: 'hev1.1.6.L93.B0' }
  return Object.entries(samples).flatMap(([family, codec]) => (isSupported(mimeType(codec)) ? [family] : []))
}

export function mimeType(codec: string): string {
  return `video/mp4; codecs="${codec}"`
}
