import type { Alert, AlertState, Level } from '@/centre/types'

/** What a duty officer must still look at, in this order. */
export const RANK: Record<AlertState, number> = {
  raised: 0,
  cleared_unacknowledged: 1,
  acknowledged: 2,
  shelved: 3,
  confirmed: 4,
  dismissed: 4,
}

/** Nobody has taken it: it sounds, and its level counts. */
export function isUnacknowledged(alert: Pick<Alert, 'state'>): boolean {
  return alert.state === 'raised' || alert.state === 'cleared_unacknowledged'
}

export function isDecided(alert: Alert): boolean {
  return RANK[alert.state] === 4
}

export function isShelved(alert: Alert): boolean {
  return alert.state === 'shelved'
}

/** Whether it belongs into the queue. */
export function isWaiting(alert: Alert): boolean {
  return RANK[alert.state] < 3
}

export function countByLevel(alerts: readonly Alert[]): Record<Level, number> {
  const sums = { 1: 0, 2: 0, 3: 0, 4: 0 }
  for (const alert of alerts) sums[alert.level] += 1
  return sums
}

/** Of shelved alerts the next to come back first. */
export function compareReturn(a: Alert, b: Alert): number {
  return (a.shelf?.until ?? '').localeCompare(b.shelf?.until ?? '')
}
