import { describe, expect, it } from 'vitest'
import type { Segment } from '@/centre/types'
import { availabilityAt, barsOf, gapsOf, nearestRecorded, percent } from './dayLine'

const start = Date.parse('2026-11-23T00:00:00Z')
const day = { from: start, to: start + 86_400_000 }
const minute = 60_000
const later = start + 12 * 60 * minute

function segment(atMinute: number, overrides: Partial<Segment> = {}): Segment {
  return {
    camera_id: 'river-01', stream: 'sub', started_at: new Date(start + atMinute * minute).toISOString(),
    duration: 60, open: false, discontinuity: false, expired: false, bytes: 1, ...overrides,
  }
}

describe('bars of a day', () => {
  it('joins segments that follow each other', () => {
    expect(barsOf([segment(1), segment(0)], day, later)).toMatchObject([{ from: start, to: start + 2 * minute }])
  })

  it('keeps a discontinuity apart, marked', () => {
    const bars = barsOf([segment(0), segment(1, { discontinuity: true })], day, later)
    expect(bars.map((bar) => bar.broken)).toEqual([false, true])
  })

  it('keeps expired footage apart from what can be played', () => {
    const bars = barsOf([segment(0, { expired: true }), segment(1)], day, later)
    expect(bars.map((bar) => bar.kind)).toEqual(['expired', 'recorded'])
  })

  it('lets an open segment grow until now', () => {
    const now = start + 90_000
    expect(barsOf([segment(1, { duration: null, open: true })], day, now)[0]).toMatchObject({ to: now, open: true })
  })

  it('cuts what hangs over midnight', () => {
    expect(barsOf([segment(-0.5)], day, later)[0]).toMatchObject({ from: start, to: start + 30_000 })
  })

  it('leaves another day out', () => {
    expect(barsOf([segment(-5)], day, later)).toEqual([])
  })
})

describe('gaps', () => {
  it('are the holes between bars, and the one up to now', () => {
    const bars = barsOf([segment(0), segment(5)], day, later)
    expect(gapsOf(bars, later)).toEqual([
      { from: start + minute, to: start + 5 * minute }, { from: start + 6 * minute, to: later },
    ])
  })

  it('are none while the last segment is still being written', () => {
    const bars = barsOf([segment(0, { duration: null, open: true })], day, later)
    expect(gapsOf(bars, later)).toEqual([])
  })
})

describe('what can be shown', () => {
  const bars = barsOf([segment(0, { expired: true }), segment(10)], day, later)

  it('tells recorded, expired, missing and future instants apart', () => {
    expect(availabilityAt(bars, start + 10.5 * minute, later)).toBe('recorded')
    expect(availabilityAt(bars, start + 0.5 * minute, later)).toBe('expired')
    expect(availabilityAt(bars, start + 5 * minute, later)).toBe('none')
    expect(availabilityAt(bars, later + 1, later)).toBe('future')
  })

  it('finds the nearest instant that can be played', () => {
    expect(nearestRecorded(bars, start)).toBe(start + 10 * minute)
    expect(nearestRecorded([], start)).toBeNull()
  })

  it('places an instant on the line', () => {
    expect(percent(start + 6 * 60 * minute, day)).toBe(25)
  })
})
