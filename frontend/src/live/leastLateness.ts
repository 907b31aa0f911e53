/**
 * The least lateness of late, ms: what the camera's and the page's clocks disagree by, and the network's own time. What
 * is later than that is late indeed. It is remembered for `memory` ms at least and twice that at most: a clock that was
 * put right should count as right some day, a page that has been busy for a while should not.
 */
export class LeastLateness {
  private before = Infinity
  private current = Infinity
  private since = -Infinity

  constructor(private readonly memory: number) {}

  note(now: number, late: number): void {
    if (now - this.since > this.memory) {
      this.before = now - this.since > 2 * this.memory ? Infinity : this.current
      this.current = Infinity
      this.since = now
    }
    this.current = Math.min(this.current, late)
  }

  /** How much later than the least; 0 where one of the two is not known. */
  excess(late: number): number {
    const least = Math.min(this.before, this.current)
    return Number.isFinite(least) && !Number.isNaN(late) ? Math.max(0, late - least) : 0
  }
}
