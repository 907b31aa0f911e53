/** A choice made by hand stays for so long after the last key, ms; then the most urgent card is chosen again. */
export const STAYS = 10_000
/** Keys that come so soon after the choice moved by itself were meant for the card before, ms. */
export const SETTLE = 600

/** Which card the keys act on: the most urgent, unless the officer is at work on another. */
export class Selection {
  private id: string | null = null
  private touchedAt = -Infinity
  private movedAt = -Infinity

  /** The chosen card among those shown; `order` most urgent first. */
  follow(order: readonly string[], now: number): string | null {
    const gone = this.id === null || !order.includes(this.id)
    const idle = now - this.touchedAt > STAYS
    const top = order[0] ?? null
    if ((gone || idle) && top !== this.id) {
      // The first choice takes nothing from under a finger.
      if (this.id !== null) this.movedAt = now
      this.id = top
    }
    return this.id
  }

  choose(id: string, now: number): void {
    this.id = id
    this.touchedAt = now
    this.movedAt = -Infinity
  }

  step(order: readonly string[], by: number, now: number): string | null {
    if (order.length === 0) return null
    const at = this.id === null ? -1 : order.indexOf(this.id)
    const next = order[Math.min(order.length - 1, Math.max(0, at + by))]
    if (next !== undefined) this.choose(next, now)
    return this.id
  }

  /** The card that an officer is at work on: it keeps its place. */
  held(now: number): string | null {
    return now - this.touchedAt <= STAYS ? this.id : null
  }

  /** Whether a key may act now; false just after the choice has moved by itself. */
  settled(now: number): boolean {
    return now - this.movedAt >= SETTLE
  }

  touch(now: number): void {
    this.touchedAt = now
  }
}
