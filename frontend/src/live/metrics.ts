import type { Alert } from '@/centre/types'
import type { LiveFeed } from './liveFeed'
import { serverNow } from '@/time/now'

export interface DrawnAlert {
  captured_at: string
  raised_at: string
  /** When the card stood on the screen: ms since 1970 by this machine, by the centre's clock, and since navigation. */
  drawn_epoch_ms: number
  drawn_server_ms: number
  drawn_performance_ms: number
}

export interface WallMetrics {
  /**
   * By camera: frames a second over the last 5 s, lag behind the capture in ms, first picture in ms since navigation, …
   */
  tiles: () => ReturnType<LiveFeed['figures']>
  /** By alert id, in the order they were drawn. */
  alerts: Record<string, DrawnAlert>
  /** ms since navigation when the wall was put on the page. */
  mounted_ms: number
  server_now: () => number
}

declare global {
  interface Window {
    __wall?: WallMetrics
  }
}

/** So many drawn alerts are remembered. */
const REMEMBERED = 5000

/** Puts the wall's figures where a benchmark can read them. */
export function publishMetrics(feed: LiveFeed): void {
  remembered = 0
  window.__wall = { tiles: () => feed.figures(), alerts: {}, mounted_ms: performance.now(), server_now: serverNow }
}

let waiting: Alert[] = []
let remembered = 0

/** Notes when an alert was drawn: after the next frame has been painted. The first time counts. */
export function noteDrawn(alert: Alert): void {
  waiting.push(alert)
  if (waiting.length > 1) return
  requestAnimationFrame(() => {
    // What is told from here on is in the frame after this one.
    const drawn = waiting
    waiting = []
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      drawn.forEach(note)
    }
    channel.port2.postMessage(null)
  })
}

function note(alert: Alert): void {
  const alerts = window.__wall?.alerts
  if (!alerts || alerts[alert.id] || remembered >= REMEMBERED) return
  remembered += 1
  alerts[alert.id] = {
    captured_at: alert.captured_at,
    raised_at: alert.raised_at,
    drawn_epoch_ms: Date.now(),
    drawn_server_ms: serverNow(),
    drawn_performance_ms: performance.now(),
  }
}
