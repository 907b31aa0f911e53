/** What the page and its decoding thread say to each other. A stream is one tile's, named by a number. */
import type { FragmentHeader } from '@/live/protocol'

export type Timing = Pick<FragmentHeader, 'pts' | 'dts' | 'dur' | 'step' | 'captured_at'>
type Bytes = Uint8Array<ArrayBuffer>

export type Order =
  | { order: 'configure'; stream: number; codec: string; init: Bytes }
  | { order: 'decode'; stream: number; timing: Timing; fragment: Bytes }
  /** How wide the picture is on the screen, in its pixels. */
  | { order: 'width'; stream: number; width: number }
  | { order: 'close'; stream: number }
  /** Buffers of pictures that have been shown, to be used again. */
  | { order: 'reuse'; buffers: ArrayBuffer[] }

/** Red, green, blue, opaque: four bytes a pixel. */
export interface Picture {
  stream: number
  width: number
  height: number
  /** ms since 1970. */
  capturedAt: number
  /** How often the stream has leapt to a keyframe so far. */
  jumps: number
  pixels: ArrayBuffer
}

export type Report =
  | { report: 'pictures'; pictures: Picture[] }
  /** The stream cannot go on and has been closed. */
  | { report: 'broken'; stream: number }
