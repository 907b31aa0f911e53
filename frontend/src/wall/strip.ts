import type { Alert, Level } from '@/api/types'

export const STRIP_MINUTES = 60
const SPAN = STRIP_MINUTES * 60_000
/** A bar narrower than this cannot be seen, percent of the strip. */
const THINNEST = 0.5

export interface Bar { id: string; left: number; width: number; level: Level; dismissed: boolean }

/** The bar of an alert on a strip that ends now, in percent; null when it lies before the strip. */
export function bar(alert: Alert, now: number): Bar | null {
  const start = Date.parse(alert.started_at)
  const end = alert.ended_at ? Date.parse(alert.ended_at) : now
  if (end < now - SPAN || start > now) return null
  const left = Math.max(0, 100 * (1 - (now - start) / SPAN))
  const right = Math.min(100, 100 * (1 - (now - end) / SPAN))
  const width = Math.max(THINNEST, right - left)
  return { id: alert.id, left: Math.min(left, 100 - width), width, level: alert.level, dismissed: alert.state === 'dismissed' }
}
