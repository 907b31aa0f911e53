import { LeastLateness } from './leastLateness'

/**
 * Notices that the socket carries the past.
 *
 * While a page cannot follow, megabytes wait in the network's buffers, where neither the centre nor the page can drop
 * them; a page that then keeps pace stays seconds behind for ever. A new connection leaves them behind. The lag is
 * compared with the least one seen, so that clocks that disagree between machines do not count.
 */

/** More than the least lag by this, ms, */
const EXCESS = 2000
/** for this long (a new subscription starts with some seconds of past, at once), ms: */
const LASTING = 3000
/** time for another connection, if the last one is this long ago; doubled each time up to the limit, ms. */
const FIRST_PAUSE = 8000
const LONGEST_PAUSE = 64_000

export class Backlog {
  private readonly least = new LeastLateness(Infinity)
  private since: number | null = null
  private pause = FIRST_PAUSE
  private restartedAt = -Infinity

  /** Whether to connect anew, from the usual lag of arriving fragments (ms, null without any). */
  shouldRestart(now: number, lag: number | null): boolean {
    if (lag === null) return false
    this.least.note(now, lag)
    if (this.least.excess(lag) < EXCESS) {
      this.since = null
      if (now - this.restartedAt > LONGEST_PAUSE) this.pause = FIRST_PAUSE
      return false
    }
    this.since ??= now
    if (now - this.since < LASTING || now - this.restartedAt < this.pause) return false
    this.restartedAt = now
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2)
    this.since = null
    return true
  }
}
