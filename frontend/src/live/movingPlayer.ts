import type { FragmentHeader, InitHeader } from './protocol'

/** Counters of one player, for the page's metrics: catching up in a leap, starting anew, gaps in what came. */
export interface PlayerCounts { jumps: number; rebuilds: number; breaks: number }

export interface PlayerEvents {
  /** The player threw everything away and needs the stream from its last keyframe on. */
  restart: () => void
  /** The first picture stands on the screen since `now` (monotonic, ms). */
  first: (now: number) => void
}

/** What plays the fragments of one stream. Nothing in it is reactive: the wall looks at it twice a second. */
export interface MovingPlayer {
  readonly element: HTMLElement
  readonly counts: PlayerCounts
  /** A new init segment; the same one again changes nothing. */
  accept: (header: InitHeader, data: Uint8Array<ArrayBuffer>) => void
  /** A fragment of the init segment that came last; others, and those before any, are left out. */
  append: (header: FragmentHeader, data: Uint8Array<ArrayBuffer>) => void
  /** To be called about twice a second. */
  tend: () => void
  /** Capture time of the picture on the screen, ms since 1970; NaN when unknown. */
  shownCapturedAt: () => number
  /** Pictures shown since the player, or its source, was made. */
  frames: () => number
  close: () => void
}
