/** A decided alert stays in the queue for so long, to show what became of it, ms. */
export const LINGER = 8000

/** Lets decided alerts go after a while, but none while a hand is at work among the cards: none moves up under it. */
export class Lingering {
  private readonly due = new Set<string>()
  private held = false

  constructor(private readonly go: (id: string) => void) {}

  start(id: string): void {
    setTimeout(() => {
      if (this.held) this.due.add(id)
      else this.go(id)
    }, LINGER)
  }

  hold(on: boolean): void {
    this.held = on
    if (on || this.due.size === 0) return
    const due = [...this.due]
    this.due.clear()
    due.forEach(this.go)
  }
}
