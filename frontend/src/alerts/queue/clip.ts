import { apiUrl } from '@/centre/client'
import type { Alert } from '@/centre/types'

/**
 * The clip of an alert: from 10 s before it began to 20 s after it was seen last, at most 2 minutes, never the future.
 */
const BEFORE = 10_000
const AFTER = 20_000
const LONGEST = 120_000

/** Its address, or null for what has no picture. `now` in ms since 1970. */
export function clipUrl(alert: Alert, now: number): string | null {
  if (!alert.camera) return null
  const from = Date.parse(alert.started_at) - BEFORE
  const to = Math.min(now, Date.parse(alert.last_seen_at) + AFTER, from + LONGEST)
  const iso = (moment: number): string => new Date(moment).toISOString()
  return apiUrl(`/recordings/${alert.camera.id}/clip.mp4`, { from: iso(from), to: iso(to) })
}
