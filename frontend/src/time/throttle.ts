/**
 * Does some work at once, and then no more often than once a breath: what is asked for meanwhile is done together at
 * its end. In a storm the page draws once for all that has come, and has time left for the pictures.
 */
export class Breath {
  private doneAt = -Infinity
  private timer: ReturnType<typeof setTimeout> | undefined

  /** `length` in ms. */
  constructor(
    private readonly work: () => void,
    private readonly length: number,
  ) {}

  ask(): void {
    const left = this.doneAt + this.length - performance.now()
    // A hidden page's timers may come late: then whoever asks next does what is due.
    if (left <= 0) this.run()
    else this.timer ??= setTimeout(() => this.run(), left)
  }

  /** Does now what waits for the end of the breath. */
  settle(): void {
    if (this.timer !== undefined) this.run()
  }

  private run(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.doneAt = performance.now()
    this.work()
  }
}
