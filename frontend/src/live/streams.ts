// What a stream turned out to be, in figures for people. Pure.
import type { CameraState, StreamFacts } from '@/centre/types'

/** Longer between keyframes, and the adapter decodes everything at a low rate; the first picture comes late. */
export const LONGEST_GOP_S = 4

const CODECS: Record<string, string> = { h264: 'H.264', hevc: 'H.265', h265: 'H.265', mjpeg: 'MJPEG' }

export const codecName = (codec: string): string => CODECS[codec.toLowerCase()] ?? codec.toUpperCase()
export const rounded = (value: number, digits = 1): string => String(Number(value.toFixed(digits)))
export const gopTooLong = (facts: StreamFacts): boolean =>
  facts.gop_seconds !== null && facts.gop_seconds > LONGEST_GOP_S

export interface NamedStream {
  name: 'main' | 'sub'
  facts: StreamFacts
}

/** The streams that are known, the small one first: it is the one that is always fetched. */
export function streamsOf(state: CameraState): NamedStream[] {
  return (['sub', 'main'] as const).flatMap((name) => {
    const facts = state.streams[name]
    return facts ? [{ name, facts }] : []
  })
}
