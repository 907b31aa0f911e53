import type { FragmentHeader } from '@/live/protocol'

/**
 * Where fragments lie on the one continuous timeline of a video element, and where on it to be.
 *
 * A fragment that follows the one before keeps the offset. After a new init segment, a drop, or a source that started
 * again, the fragment is laid directly behind what is buffered: live video has no use for holes, and a hole stops the
 * element. What was captured when is remembered apart, so that the lag stays true.
 */

const MICRO = 1e-6
/** Decode times that jitter by less than this follow each other, whatever the frame rate. Seconds. */
const JITTER = 0.04
/** Behind the live edge by more than this: jump to a keyframe that lies ahead. Seconds. */
export const JUMP_LAG = 1.0
/** What a jump to a keyframe must gain to be worth its flicker and the decoder's new start. Seconds. */
const LEAST_GAIN = 0.5
/**
 * Not more often than this, even to a keyframe: a page that is late because it is busy must not seek all the time.
 * Seconds.
 */
export const JUMP_PAUSE = 4
/**
 * Behind by more than this, with no keyframe ahead (cameras with a keyframe every 10 s): jump between keyframes, not
 * more often than LONG_JUMP_PAUSE. Such a jump decodes everything from the keyframe on a second time; RUSH_RATE, which
 * decodes it once, brings back what is less. Seconds.
 */
export const LONG_JUMP_LAG = 12
export const LONG_JUMP_PAUSE = 10
/** Behind by more than this, with no keyframe ahead: play at RUSH_RATE. Seconds. */
export const RUSH_LAG = 4
/** Behind by more than this: play faster. Seconds. */
export const CATCH_UP_LAG = 0.6
/** After a jump between keyframes, this far behind the edge: one fragment and some jitter. Seconds. */
export const EDGE_MARGIN = 0.3
/**
 * A camera of few pictures a second is behind by nature: its decoder holds two back to put them in order, and a
 * fragment brings one or two. The distances above are at least so many pictures, or the player would jump for ever.
 */
const PICTURES = { margin: 3, catchUp: 4, jump: 6 }
/**
 * Past the place that is aimed at, by this: buffers count in microseconds, and a place that is rounded to just before
 * the first picture is never reached. Seconds.
 */
const PAST = 0.001
export const CATCH_UP_RATE = 1.05
/** Behind by more than JUMP_LAG. */
export const HURRY_RATE = 1.15
/** Behind by more than RUSH_LAG. */
export const RUSH_RATE = 2
/** Old buffer beyond this is removed, down to a keyframe at least KEEP_BEHIND back. Seconds. */
const EVICT_BEHIND = 15
const KEEP_BEHIND = 4
/**
 * Of keyframes closer than this only the first is remembered as a place to cut at (some cameras send nothing else).
 * Seconds.
 */
const CUTS_APART = 1
const CUTS = 64
/** So many fragments are remembered to tell the capture time of what is shown: about 24 s. */
const REMEMBERED = 120

interface Span {
  start: number
  end: number
  capturedAt: number
}

/** Where to lay a fragment: the SourceBuffer's timestampOffset (s); `broken` when it is a new one. */
export interface Placement {
  offset: number
  broken: boolean
}

export class Timeline {
  private offset = 0
  private end = 0
  private init = ''
  private expected = NaN
  private tolerance = JITTER
  private spans: Span[] = []
  /** Where the newest keyframe lies (s): the one place that can be jumped to without decoding anything twice. */
  keyframe = NaN
  /** Keyframes, oldest first (s): where old buffer can be cut off. */
  readonly cuts: number[] = []
  /** From one picture to the next (s), as the newest fragment says. */
  step = 0

  /** Places a fragment behind the others. The caller appends it with the offset given, in the order of the calls. */
  place(fragment: FragmentHeader): Placement {
    const dts = fragment.dts * MICRO
    const pts = fragment.pts * MICRO
    const duration = fragment.dur * MICRO
    // A SourceBuffer that sees two frames missing, or time go back, throws away everything up to the next keyframe.
    const broken = fragment.init_id !== this.init || !(Math.abs(dts - this.expected) <= this.tolerance)
    if (broken) this.offset = this.end - pts
    this.init = fragment.init_id
    this.expected = dts + duration
    this.step = fragment.step * MICRO
    this.tolerance = Math.max(JITTER, this.step)
    const start = pts + this.offset
    this.end = Math.max(this.end, start + duration)
    if (fragment.key) this.noteKeyframe(start)
    this.remember({ start, end: start + duration, capturedAt: fragment.captured_at / 1000 })
    return { offset: this.offset, broken }
  }

  /**
   * Capture time (ms since 1970) of the frame at `time` (s); of one that lies further back than is remembered the
   * latest that it can have been: it must not pass for new. NaN before the first fragment.
   */
  capturedAt(time: number): number {
    for (let i = this.spans.length - 1; i >= 0; i -= 1) {
      const span = this.spans[i] as Span
      if (time >= span.start || i === 0) return span.capturedAt - Math.max(0, span.end - time) * 1000
    }
    return NaN
  }

  private noteKeyframe(at: number): void {
    this.keyframe = at
    if (at - (this.cuts.at(-1) ?? -Infinity) >= CUTS_APART) this.cuts.push(at)
    if (this.cuts.length > CUTS) this.cuts.shift()
  }

  private remember(span: Span): void {
    this.spans.push(span)
    if (this.spans.length > REMEMBERED) this.spans.splice(0, this.spans.length - REMEMBERED / 2)
  }
}

export type Steer = { to: 'jump'; time: number } | { to: 'rate'; rate: number }

export interface Position {
  time: number
  start: number
  end: number
  /** Where the newest keyframe lies; NaN when unknown. */
  keyframe: number
  /** From one picture to the next. */
  step: number
  sinceJump: number
}

/** What to do with a player at `time` whose buffer is [start, end]; all in seconds. */
export function steer({ time, start, end, keyframe, step, sinceJump }: Position): Steer {
  const lag = end - time
  const jumpLag = Math.max(JUMP_LAG, PICTURES.jump * step)
  const catchUpLag = Math.max(CATCH_UP_LAG, PICTURES.catchUp * step)
  if (time < start) return jumpTo(keyframe >= start ? keyframe : start)
  if (lag > jumpLag && keyframe - time > LEAST_GAIN && sinceJump > JUMP_PAUSE) return jumpTo(keyframe)
  if (lag > LONG_JUMP_LAG && sinceJump > LONG_JUMP_PAUSE) {
    return jumpTo(Math.max(start, end - Math.max(EDGE_MARGIN, PICTURES.margin * step)))
  }
  if (lag > jumpLag) return { to: 'rate', rate: lag > RUSH_LAG ? RUSH_RATE : HURRY_RATE }
  return { to: 'rate', rate: lag > catchUpLag ? CATCH_UP_RATE : 1 }
}

function jumpTo(time: number): Steer {
  return { to: 'jump', time: time + PAST }
}

/**
 * Up to where old buffer should be removed now, or null. Always just before a keyframe: a removal that ends within a
 * group of pictures takes the rest of the group with it, which is everything where keyframes are 17 s apart.
 */
export function evictTo(time: number, start: number, cuts: readonly number[]): number | null {
  if (time - start <= EVICT_BEHIND) return null
  const cut = cuts.findLast((each) => each <= time - KEEP_BEHIND)
  return cut !== undefined && cut - PAST > start ? cut - PAST : null
}
