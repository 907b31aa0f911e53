/** Builds boxes as the adapters do; for tests. */

export interface MadeSample {
  ticks: number
  key: boolean
  offset: number
  bytes: number[]
}

export function words(...values: number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 * values.length)
  const view = new DataView(bytes.buffer)
  values.forEach((value, index) => view.setInt32(4 * index, value))
  return bytes
}

export function box(name: string, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = 8 + parts.reduce((sum, part) => sum + part.length, 0)
  const bytes = new Uint8Array(size)
  bytes.set(words(size))
  bytes.set(new TextEncoder().encode(name), 4)
  let at = 8
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export function fragment(samples: MadeSample[]): Uint8Array<ArrayBuffer> {
  const entries = samples.map(({ ticks, key, offset, bytes }) =>
    words(ticks, bytes.length, key ? 0x2000000 : 0x1010000, offset),
  )
  const moof = (start: number): Uint8Array => {
    const trun = box('trun', words(0x1000f01, samples.length, start), ...entries)
    return box(
      'moof',
      box('mfhd', words(0, 1)),
      box('traf', box('tfhd', words(0x20000, 1)), box('tfdt', words(0, 0)), trun),
    )
  }
  const mdat = box('mdat', Uint8Array.from(samples.flatMap(({ bytes }) => bytes)))
  const head = moof(moof(0).length + 8)
  const joined = new Uint8Array(head.length + mdat.length)
  joined.set(head)
  joined.set(mdat, head.length)
  return joined
}
