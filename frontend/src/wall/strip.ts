import type { Alert, Level } from '@/centre/types'

export const STRIP_MINUTES = 60
const SPAN = STRIP_MINUTES * 60_000
/** A bar narrower than this cannot be seen, percent of the strip. */
const THINNEST = 0.5

export interface Bar {
  id: string
  left: number
  width: number
  level: Level
  dismissed: boolean
}

/** Bars that would lie on each other: the first of them, and how many they are. */
export interface Pile {
  alert: Alert
  bar: Bar
  count: number
}

/** The bar of an alert on a strip that ends now, in percent; null when it lies before the strip. */
export function bar(alert: Alert, now: number): Bar | null {
  const start = Date.parse(alert.started_at)
  const end = alert.ended_at ? Date.parse(alert.ended_at) : now
  if (end < now - SPAN || start > now) return null
  const left = Math.max(0, 100 * (1 - (now - start) / SPAN))
  const right = Math.min(100, 100 * (1 - (now - end) / SPAN))
  const width = Math.max(THINNEST, right - left)
  return {
    id: alert.id,
    left: Math.min(left, 100 - width),
    width,
    level: alert.level,
    dismissed: alert.state === 'dismissed',
  }
}

/**
 * The bars of some alerts, those that look the same drawn as one: a storm of thousands has as many pixels as any other
 * minute.
 */
export function piles(alerts: Iterable<Alert>, now: number): Pile[] {
  const found = new Map<string, Pile>()
  for (const alert of alerts) {
    const one = bar(alert, now)
    if (!one) continue
    const key = [Math.round(one.left / THINNEST), Math.round(one.width / THINNEST), one.level, one.dismissed].join()
    const known = found.get(key)
    if (known) known.count += 1
    else found.set(key, { alert, bar: one, count: 1 })
  }
  return [...found.values()]
}
