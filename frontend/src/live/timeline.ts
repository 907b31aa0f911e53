import type { FragmentHeader } from './protocol'

/**
 * Where fragments lie on the one continuous timeline of a video element, and where on it to be.
 *
 * A fragment that follows the one before keeps the offset. After a new init segment, a drop, or a source that started
 * again, the fragment is laid directly behind what is buffered: live video has no use for holes, and a hole stops the
 * element. What was captured when is remembered apart, so that the lag stays true.
 */

const MICRO = 1e-6
/**
 * A step in time stamps beyond this is a break, in seconds. One frame at 25 fps: a SourceBuffer that sees more than two
 * frames missing throws away everything up to the next keyframe.
 */
const BREAK = 0.04
/** Behind the live edge by more than this: jump. Seconds. */
export const JUMP_LAG = 1.0
/** Not more often than this: a jump costs decoding from the keyframe on, and many at once cost more than they gain. Seconds. */
export const JUMP_PAUSE = 3
/** Behind by more than this: play faster. Seconds. */
export const CATCH_UP_LAG = 0.6
/** After a jump, and at the start, this far behind the edge: one fragment and some jitter. Seconds. */
export const EDGE_MARGIN = 0.3
export const CATCH_UP_RATE = 1.05
/** Far behind just after a jump. */
export const HURRY_RATE = 1.25
/** Old buffer beyond this is removed, down to KEEP_BEHIND. Seconds. */
const EVICT_BEHIND = 15
const KEEP_BEHIND = 4
/** So many fragments are remembered to tell the capture time of what is shown: about 12 s. */
const REMEMBERED = 60

interface Span { start: number; end: number; capturedAt: number }

/** Where to lay a fragment: the SourceBuffer's timestampOffset (s); `broken` when it is a new one. */
export interface Placement { offset: number; broken: boolean }

export class Timeline {
  private offset = 0
  private end = 0
  private init = ''
  private expected = NaN
  private spans: Span[] = []

  /** Places a fragment behind the others. The caller appends it with the offset given, in the order of the calls. */
  place(fragment: FragmentHeader): Placement {
    const pts = fragment.pts * MICRO
    const broken = fragment.init_id !== this.init || !(Math.abs(pts - this.expected) <= BREAK)
    if (broken) this.offset = this.end - pts
    this.init = fragment.init_id
    this.expected = pts + fragment.dur * MICRO
    const start = pts + this.offset
    this.end = Math.max(this.end, this.expected + this.offset)
    this.remember({ start, end: this.expected + this.offset, capturedAt: fragment.captured_at / 1000 })
    return { offset: this.offset, broken }
  }

  /** Capture time (ms since 1970) of the frame at `time` (s); NaN when it is not remembered. */
  capturedAt(time: number): number {
    for (let i = this.spans.length - 1; i >= 0; i -= 1) {
      const span = this.spans[i] as Span
      if (time >= span.start) return span.capturedAt - Math.max(0, span.end - time) * 1000
    }
    return NaN
  }

  private remember(span: Span): void {
    this.spans.push(span)
    if (this.spans.length > REMEMBERED) this.spans.splice(0, this.spans.length - REMEMBERED / 2)
  }
}

export type Steer = { to: 'jump'; time: number } | { to: 'rate'; rate: number }

/** What to do with a player at `time` whose buffer is [start, end], and that jumped so long ago; all in seconds. */
export function steer(time: number, start: number, end: number, sinceJump = Infinity): Steer {
  const lag = end - time
  const far = lag > JUMP_LAG
  if ((far && sinceJump > JUMP_PAUSE) || time < start) return { to: 'jump', time: Math.max(start, end - EDGE_MARGIN) }
  if (far) return { to: 'rate', rate: HURRY_RATE }
  return { to: 'rate', rate: lag > CATCH_UP_LAG ? CATCH_UP_RATE : 1 }
}

/** Up to where old buffer should be removed now, or null. */
export function evictTo(time: number, start: number): number | null {
  return time - start > EVICT_BEHIND ? time - KEEP_BEHIND : null
}
