/**
 * How old the picture of a tile is, judged by the page itself with its own monotonic clock.
 *
 * Two things must go on for a picture to be live: fragments arrive, and the element shows new frames. The age counts
 * from whichever stopped first, and from the capture of the frame that is shown where that is longer ago. After the
 * page slept (hidden tab, back-forward cache, suspended machine) everything counts as old until both have happened
 * again.
 */
import { LeastLateness } from './leastLateness'

export type Freshness = 'waiting' | 'live' | 'ageing' | 'stale'

export const AGEING_AFTER = 2000
export const STALE_AFTER = 5000
/** The wall clock ran ahead of the monotonic clock by this much: the machine slept. */
const SLEPT = 2000

/** A clock that was put right counts as right after this (at most twice as long); no page is busy for so long. ms */
const CLOCKS_AGREE_AFTER = 600_000

export interface Age {
  state: Freshness
  milliseconds: number
}

export class FreshnessKeeper {
  private readonly least = new LeastLateness(CLOCKS_AGREE_AFTER)
  private fragmentAt = NaN
  /** When the newest fragment was captured, by the page's own clock. */
  private captured = NaN
  private shownAt = NaN
  /** Until something new has come and been shown. */
  asleep = false
  /** What was lost while the monotonic clock stood still. */
  private slept = 0
  private sleptAt = NaN

  /**
   * A fragment or still picture arrived, `late` ms after it was captured (NaN when unknown): it was that old already.
   * Of what two machines' clocks say no more is believed than makes a picture ageing, or than others came earlier; a
   * wrong clock must not grey a wall.
   */
  fragment(now: number, late = NaN): void {
    this.fragmentAt = now
    if (!Number.isNaN(late)) this.least.note(now, late)
    this.captured = now - Math.max(Math.min(AGEING_AFTER, late || 0), this.least.excess(late))
    this.wake()
  }

  /** The element showed a frame that it had not shown before. */
  shown(now: number): void {
    this.shownAt = now
    this.wake()
  }

  /** The page slept for about `extra` ms beyond what its clock counted: nothing on the screen is live. */
  sleep(now: number, extra = 0): void {
    this.asleep = true
    this.slept += extra
    this.sleptAt = now
  }

  private wake(): void {
    if (this.asleep && this.fragmentAt > this.sleptAt && this.shownAt > this.sleptAt) {
      this.asleep = false
      this.slept = 0
    }
  }

  /** `behind`: how far the frame on the screen is behind its capture by the two clocks, ms; NaN when unknown. */
  age(now: number, behind = NaN): Age {
    if (Number.isNaN(this.shownAt) || Number.isNaN(this.fragmentAt)) return { state: 'waiting', milliseconds: 0 }
    const milliseconds = Math.max(now - Math.min(this.captured, this.shownAt), this.least.excess(behind)) + this.slept
    if (this.asleep || milliseconds >= STALE_AFTER) return { state: 'stale', milliseconds }
    return { state: milliseconds >= AGEING_AFTER ? 'ageing' : 'live', milliseconds }
  }
}

/** Tells from two clocks whether the machine slept between two looks. */
export class SleepWatch {
  private difference: number

  constructor(wall: number, monotonic: number) {
    this.difference = wall - monotonic
  }

  /** Milliseconds slept since the last look; 0 when it did not sleep. */
  look(wall: number, monotonic: number): number {
    const slept = wall - monotonic - this.difference
    this.difference = wall - monotonic
    return slept > SLEPT ? slept : 0
  }
}
