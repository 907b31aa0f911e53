/**
 * When decoded pictures are shown: evenly, and as little late as the way here allows.
 *
 * Pictures come in fragments, the first of each later than the last. All are shown as late as the usual latest, so that
 * they follow each other at the camera's pace. Only differences of the times given count, so the clocks need not agree.
 */

/** So many pictures tell what is usual: some seconds. */
const REMEMBERED = 32
/** Later than so many of them nobody waits for. */
const USUAL = 0.9
/** A picture waits at most so much longer than the earliest did, ms: a bad moment must not make the whole tile late. */
const MOST = 350

export class Playout {
  private readonly lates: number[] = []
  private next = 0
  private delay = 0

  /** A picture was decoded `late` ms after its capture. */
  note(late: number): void {
    this.lates[this.next] = late
    this.next = (this.next + 1) % REMEMBERED
    const sorted = [...this.lates].sort((a, b) => a - b)
    const usual = sorted[Math.ceil(sorted.length * USUAL) - 1] ?? 0
    this.delay = Math.min(usual, (sorted[0] ?? 0) + MOST)
  }

  /** How many of the pictures, by their times of capture in order (ms), are to be shown at `now` at the latest. */
  due(captures: readonly number[], now: number): number {
    const count = captures.findIndex((capture) => capture + this.delay > now)
    return count < 0 ? captures.length : count
  }
}
