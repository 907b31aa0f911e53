import type { Alert } from '@/centre/types'
import { isUnacknowledged, isWaiting } from '@/alerts/states'

/**
 * Most urgent first: the graver level; of one level what nobody has taken before what somebody has; of these the one
 * that waits longest. Whether the condition lasts or pauses counts for nothing: it must be looked at all the same.
 */
export function compareUrgency(a: Alert, b: Alert): number {
  return (
    a.level - b.level ||
    Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
    compareText(a.raised_at, b.raised_at) ||
    compareText(a.id, b.id)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Cards keep their places for so long after the order has changed, ms. */
export const HOLD = 2000

/**
 * The order of the cards on the screen. It follows urgency, but a card that is there holds its place for 2 s, so that
 * nothing jumps away under a finger. A new alert goes to its place at once. While a hand is at work in the queue no
 * card leaves its place, and what is new stands at the end; `overtaken` says which card belongs further up.
 */
export class QueueOrder {
  private shown: string[] = []
  private differsSince: number | null = null
  /** Alerts as they were when they got their place: a card at work, or that shows its outcome, stays where it was. */
  private readonly before = new Map<string, Alert>()

  /** The most urgent alert that stands below its place; null while every card stands where it belongs. */
  overtaken: string | null = null

  /**
   * Ids in the order to show now; `held` is the card at work, which stays. `hand`: the pointer is at work in the queue.
   * `now` in ms of a monotonic clock.
   */
  arrange(alerts: readonly Alert[], now: number, hand: boolean, held: string | null = null): string[] {
    const wanted = this.places(alerts, held)
      .sort(compareUrgency)
      .map((alert) => alert.id)
    this.shown = this.keep(wanted, hand)
    const first = wanted.findIndex((id, place) => id !== this.shown[place])
    if (first < 0) this.differsSince = null
    else this.differsSince ??= now
    if (this.differsSince !== null && !hand && now - this.differsSince >= HOLD) {
      this.shown = wanted
      this.differsSince = null
    }
    this.overtaken = this.differsSince === null ? null : (wanted[first] ?? null)
    return this.shown
  }

  private places(alerts: readonly Alert[], held: string | null): Alert[] {
    const ids = new Set(alerts.map((alert) => alert.id))
    for (const id of this.before.keys()) if (!ids.has(id)) this.before.delete(id)
    for (const alert of alerts) {
      const stays = !isWaiting(alert) || (alert.id === held && this.before.has(held))
      if (!stays) this.before.set(alert.id, alert)
    }
    return alerts.map((alert) => this.before.get(alert.id) ?? alert)
  }

  /** The places as they are, without what has gone, with what is new: each before the first that is less urgent. */
  private keep(wanted: string[], hand: boolean): string[] {
    const rank = new Map(wanted.map((id, place) => [id, place]))
    const at = (id: string): number => rank.get(id) ?? wanted.length
    const kept = this.shown.filter((id) => rank.has(id))
    const known = new Set(kept)
    const fresh = wanted.filter((id) => !known.has(id))
    if (hand) return kept.concat(fresh)
    // Both are walked once: in a storm of thousands this runs for every alert that comes.
    const merged: string[] = []
    let taken = 0
    for (const id of kept) {
      const from = taken
      while (taken < fresh.length && at(fresh[taken] ?? '') < at(id)) taken += 1
      merged.push(...fresh.slice(from, taken), id)
    }
    return merged.concat(fresh.slice(taken))
  }
}

/** Whether two lists hold the same ids in the same order. */
export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}
