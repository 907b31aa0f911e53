import type { Alert, AlertState, Level } from '@/centre/types'

const DECIDED: ReadonlySet<AlertState> = new Set(['confirmed', 'dismissed'])
/** From this round of calls on, an alert that nobody has taken is drawn unlike any other. */
const LAST_ROUND = 3

/** Nobody has taken it: it sounds, and its level counts. */
export function isUnacknowledged(alert: Pick<Alert, 'state'>): boolean {
  return alert.state === 'raised' || alert.state === 'cleared_unacknowledged'
}

export function isDecided(alert: Alert): boolean {
  return DECIDED.has(alert.state)
}

export function isShelved(alert: Alert): boolean {
  return alert.state === 'shelved'
}

/** Whether it belongs into the queue. */
export function isWaiting(alert: Alert): boolean {
  return !isDecided(alert) && !isShelved(alert)
}

/** Whether people have been called round after round, and nobody took it: the last round of calls, or beyond it. */
export function isUnanswered(alert: Alert): boolean {
  const round = alert.next_step?.round ?? null
  return isUnacknowledged(alert) && alert.next_step !== null && (round === null || round >= LAST_ROUND)
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
