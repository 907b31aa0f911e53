import { describe, expect, it } from 'vitest'
import { CLIP_MS, clipUrl, LEAD_MS, nextAfter, pieceAt, pieceOf } from './clip'
import type { Bar } from './dayLine'

const minute = 60_000
const start = Date.parse('2026-11-23T00:00:00Z')
const bar = (from: number, to: number, overrides: Partial<Bar> = {}): Bar => ({
  from: start + from * minute,
  to: start + to * minute,
  kind: 'recorded',
  open: false,
  broken: false,
  ...overrides,
})

describe('the clip that shows an instant', () => {
  it('begins ten seconds before it and lasts some minutes at most', () => {
    const at = start + 30 * minute
    expect(pieceAt([bar(0, 60)], at)).toEqual({ from: at - LEAD_MS, to: at - LEAD_MS + CLIP_MS, open: false })
  })

  it('never reaches over a break', () => {
    const at = start + 30 * minute + 1000
    expect(pieceAt([bar(0, 30), bar(30, 31, { broken: true })], at)).toMatchObject({
      from: start + 30 * minute,
      to: start + 31 * minute,
    })
  })

  it('is open when its end is still being written', () => {
    expect(pieceAt([bar(0, 5, { open: true })], start + 4 * minute)?.open).toBe(true)
    expect(pieceAt([bar(0, 50, { open: true })], start + 4 * minute)?.open).toBe(false)
  })

  it('is none in a gap and in what has expired', () => {
    expect(pieceAt([bar(0, 1), bar(5, 6, { kind: 'expired' })], start + 3 * minute)).toBeNull()
    expect(pieceAt([bar(5, 6, { kind: 'expired' })], start + 5.5 * minute)).toBeNull()
  })

  it('stays within the stretch, wherever one asks', () => {
    const stretch = { from: start, to: start + 10 * minute, open: true }
    expect(pieceOf(stretch, start - minute)).toEqual({ from: start, to: start + CLIP_MS, open: false })
    expect(pieceOf(stretch, start + 60 * minute)).toEqual({ from: stretch.to - LEAD_MS, to: stretch.to, open: true })
  })

  it('is asked for in UTC', () => {
    expect(clipUrl({ camera: 'river-01', from: start, to: start + minute })).toBe(
      '/api/recordings/river-01/clip.mp4?from=2026-11-23T00%3A00%3A00.000Z&to=2026-11-23T00%3A01%3A00.000Z',
    )
  })
})

describe('going on after a piece', () => {
  it('continues right behind it', () => {
    expect(nextAfter([bar(0, 60)], start + 10 * minute)).toBe(start + 10 * minute)
  })

  it('jumps over a gap', () => {
    expect(nextAfter([bar(0, 10), bar(20, 30)], start + 10 * minute)).toBe(start + 20 * minute)
  })

  it('stops at the end', () => {
    expect(nextAfter([bar(0, 10)], start + 10 * minute)).toBeNull()
  })
})
