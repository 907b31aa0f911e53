import { shallowRef } from 'vue'
import type { Alert } from '@/centre/types'
import { serverNow } from '@/time/now'
import { isUnacknowledged } from './states'

/** So long an alert that has come, come back or risen is marked as new, ms. */
export const NEW_FOR = 60_000

/**
 * Whether `now` calls for somebody who was not called for by what was known `before`: it is new, back, or graver.
 * A condition that pauses and goes on is none of these.
 */
export function isArrival(before: Alert | undefined, now: Alert): boolean {
  if (!isUnacknowledged(now)) return false
  return before === undefined || !isUnacknowledged(before) || now.level < before.level
}

/** The alerts that have come, come back or risen on this page. */
export class Arrivals {
  /** The last of them: it sounds, even while another one rings. */
  readonly last = shallowRef<Alert | null>(null)
  private readonly until = new Map<string, number>()

  note(before: Alert | undefined, now: Alert): void {
    if (!isUnacknowledged(now)) this.until.delete(now.id)
    else if (isArrival(before, now)) {
      this.until.set(now.id, serverNow() + NEW_FOR)
      this.last.value = now
    }
  }

  /** Whether an alert is marked as new at `now`, ms since 1970 by the centre's clock. */
  isNew(id: string, now: number): boolean {
    return (this.until.get(id) ?? 0) > now
  }
}
