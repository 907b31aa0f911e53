/**
 * Waiting times before the next attempt: doubling from `first` to `limit` ms, each spread by ±25 % so that pages do not
 * come in step.
 */
export class Backoff {
  private wait: number

  constructor(
    private readonly first = 300,
    private readonly limit = 5000,
    private readonly random: () => number = Math.random,
  ) {
    this.wait = first
  }

  next(): number {
    const wait = this.wait
    this.wait = Math.min(this.limit, wait * 2)
    return wait * (0.75 + this.random() / 2)
  }

  reset(): void {
    this.wait = this.first
  }
}
