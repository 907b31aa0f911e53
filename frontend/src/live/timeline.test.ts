import { describe, expect, it } from 'vitest'
import type { FragmentHeader } from './protocol'
import { evictTo, steer, Timeline } from './timeline'

const SECOND = 1_000_000

function fragment(pts: number, more: Partial<FragmentHeader> = {}): FragmentHeader {
  return { t: 'frag', camera: 'c', stream: 'sub', init_id: 'i', key: false, pts: pts * SECOND, dur: 0.2 * SECOND, captured_at: 0, ...more }
}

describe('the timeline of a player', () => {
  it('starts at zero wherever the stream stands', () => {
    expect(new Timeline().place(fragment(5000)).offset).toBeCloseTo(-5000)
  })

  it('keeps the offset while fragments follow each other', () => {
    const timeline = new Timeline()
    timeline.place(fragment(10))
    const next = timeline.place(fragment(10.21))
    expect(next.broken).toBe(false)
    expect(next.offset).toBeCloseTo(-10)
  })

  it('lays a fragment behind the last one after a drop, so that no hole stops the element', () => {
    const timeline = new Timeline()
    timeline.place(fragment(10))
    const next = timeline.place(fragment(17, { key: true }))
    expect(next.broken).toBe(true)
    expect(17 + next.offset).toBeCloseTo(0.2)
  })

  it('goes on after a new init segment whose time stamps start again', () => {
    const timeline = new Timeline()
    timeline.place(fragment(100))
    timeline.place(fragment(100.2))
    const next = timeline.place(fragment(0, { init_id: 'j' }))
    expect(0 + next.offset).toBeCloseTo(0.4)
  })

  it('goes on when a looping source jumps back', () => {
    const timeline = new Timeline()
    timeline.place(fragment(59.8))
    const next = timeline.place(fragment(0))
    expect(next.offset).toBeCloseTo(0.2)
  })

  it('knows when the frame on the screen was captured, across a break', () => {
    const timeline = new Timeline()
    timeline.place(fragment(10, { captured_at: 1_000_000_000 }))
    timeline.place(fragment(90, { captured_at: 81_000_000_000 }))
    expect(timeline.capturedAt(0.1)).toBeCloseTo(1_000_000 - 100)
    expect(timeline.capturedAt(0.3)).toBeCloseTo(81_000_000 - 100)
    expect(timeline.capturedAt(-1)).toBeNaN()
  })

  it('remembers only the last seconds', () => {
    const timeline = new Timeline()
    for (let i = 0; i < 500; i += 1) timeline.place(fragment(i * 0.2, { captured_at: i }))
    expect(timeline.capturedAt(1)).toBeNaN()
    expect(timeline.capturedAt(99.9)).not.toBeNaN()
  })
})

describe('steering to the live edge', () => {
  it('jumps when far behind', () => {
    expect(steer(3, 0, 5)).toEqual({ to: 'jump', time: 4.7 })
  })

  it('hurries instead of jumping again at once', () => {
    expect(steer(3, 0, 5, 1)).toEqual({ to: 'rate', rate: 1.25 })
    expect(steer(3, 0, 5, 4)).toMatchObject({ to: 'jump' })
  })

  it('plays a little faster when somewhat behind, and normally when near', () => {
    expect(steer(4.2, 0, 5)).toEqual({ to: 'rate', rate: 1.05 })
    expect(steer(4.6, 0, 5)).toEqual({ to: 'rate', rate: 1 })
  })

  it('jumps into the buffer when it stands before it', () => {
    expect(steer(0, 0.08, 0.28)).toEqual({ to: 'jump', time: 0.08 })
  })

  it('evicts only what is long past', () => {
    expect(evictTo(10, 0)).toBeNull()
    expect(evictTo(20, 0)).toBe(16)
  })
})
