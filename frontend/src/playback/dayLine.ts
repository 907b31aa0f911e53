// What was recorded on a day, as bars on a line: pure, instants in milliseconds.
import type { Segment } from '@/centre/types'

export interface Span { from: number; to: number }

export interface Bar extends Span {
  kind: 'recorded' | 'expired'
  open: boolean
  /** Frames are missing just before this bar although it follows on the one before. */
  broken: boolean
}

/** Segments follow each other within a frame or two; a longer hole is a gap that a person should see. */
const SEAM_MS = 2_000

function toBar(segment: Segment, now: number): Bar {
  const from = Date.parse(segment.started_at)
  const to = segment.duration === null ? Math.max(from, now) : from + segment.duration * 1000
  return { from, to, kind: segment.expired ? 'expired' : 'recorded', open: segment.open, broken: segment.discontinuity }
}

function clip(bar: Bar, within: Span): Bar | null {
  const from = Math.max(bar.from, within.from)
  const to = Math.min(bar.to, within.to)
  return to > from ? { ...bar, from, to } : null
}

/** Bars of a span, oldest first; segments that follow on without a break are one bar. */
export function barsOf(segments: readonly Segment[], within: Span, now: number): Bar[] {
  const bars: Bar[] = []
  const sorted = segments.map((segment) => clip(toBar(segment, now), within))
    .filter((bar): bar is Bar => bar !== null)
    .sort((a, b) => a.from - b.from)
  for (const bar of sorted) {
    const last = bars.at(-1)
    const follows = last && bar.from - last.to <= SEAM_MS && last.kind === bar.kind && !bar.broken
    if (follows) {
      last.to = Math.max(last.to, bar.to)
      last.open = bar.open
    } else bars.push({ ...bar })
  }
  return bars
}

/** Where nothing was ever recorded between the first bar and now; before the first bar nothing was promised. */
export function gapsOf(bars: readonly Bar[], until: number): Span[] {
  const gaps: Span[] = []
  let last: Bar | undefined
  for (const bar of bars) {
    if (last && bar.from - last.to > SEAM_MS) gaps.push({ from: last.to, to: bar.from })
    last = bar
  }
  if (last && !last.open && until - last.to > SEAM_MS) gaps.push({ from: last.to, to: until })
  return gaps
}

export type Availability = 'recorded' | 'expired' | 'none' | 'future'

/** What playback can show at an instant. */
export function availabilityAt(bars: readonly Bar[], at: number, now: number): Availability {
  if (at > now) return 'future'
  return bars.find((bar) => bar.from - SEAM_MS <= at && at <= bar.to + SEAM_MS)?.kind ?? 'none'
}

/** The instant itself where there is a recording, else the nearest recorded instant, or null on an empty day. */
export function nearestRecorded(bars: readonly Bar[], at: number): number | null {
  let best: number | null = null
  for (const bar of bars) {
    if (bar.kind !== 'recorded') continue
    const near = Math.min(Math.max(at, bar.from), bar.to)
    if (best === null || Math.abs(near - at) < Math.abs(best - at)) best = near
  }
  return best
}

/** Position on the line in per cent of its width. */
export function percent(at: number, within: Span): number {
  return ((at - within.from) / (within.to - within.from)) * 100
}
