import { describe, expect, it } from 'vitest'
import type { FragmentHeader } from '@/live/protocol'
import { evictTo, steer, Timeline, type Position } from './timeline'

const SECOND = 1_000_000

function fragment(pts: number, more: Partial<FragmentHeader> = {}): FragmentHeader {
  const at = pts * SECOND
  return {
    t: 'frag',
    camera: 'c',
    stream: 'sub',
    init_id: 'i',
    key: false,
    pts: at,
    dts: at,
    step: 0.04 * SECOND,
    dur: 0.2 * SECOND,
    captured_at: 0,
    ...more,
  }
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

  it('keeps the offset where pictures are reordered: it is decoding that goes on', () => {
    const timeline = new Timeline()
    // One picture a fragment, 5 a second, shown in the order 0, 2, 1, 4, 3: as cameras with B-frames send them.
    const placed = [0, 2, 1, 4, 3].map((shown, place) =>
      timeline.place(
        fragment(10 + shown * 0.2, { dts: (9.8 + place * 0.2) * SECOND, step: 0.2 * SECOND, key: place === 0 }),
      ),
    )
    expect(placed.map((each) => each.broken)).toEqual([true, false, false, false, false])
    expect(timeline.keyframe).toBeCloseTo(0)
  })

  it('bears the jitter of slow streams, but not a picture that is missing', () => {
    const timeline = new Timeline()
    timeline.place(fragment(10, { step: 0.1 * SECOND }))
    expect(timeline.place(fragment(10.29, { step: 0.1 * SECOND })).broken).toBe(false)
    expect(timeline.place(fragment(10.65, { step: 0.1 * SECOND })).broken).toBe(true)
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
    expect(new Timeline().capturedAt(0)).toBeNaN()
  })

  it('never takes a picture from before what it remembers for a new one', () => {
    const timeline = new Timeline()
    for (let i = 0; i < 500; i += 1) timeline.place(fragment(i * 0.2, { captured_at: (i + 1) * 200_000 }))
    expect(timeline.capturedAt(99.9)).toBeCloseTo(99_900)
    expect(timeline.capturedAt(1)).toBeLessThan(99_900 - 10_000)
  })
})

describe('steering to the live edge', () => {
  const near = (time: number): unknown => expect.closeTo(time, 6) as unknown
  const at = (time: number, more: Partial<Position> = {}) =>
    steer({ time, start: 0, end: 5, keyframe: NaN, step: 0.08, sinceJump: Infinity, ...more })

  it('jumps to a keyframe ahead when behind, so that nothing is decoded twice', () => {
    expect(at(3, { keyframe: 4.4 })).toEqual({ to: 'jump', time: near(4.401) })
    expect(at(3.6, { keyframe: 4.4, sinceJump: 2 })).toEqual({ to: 'rate', rate: 1.15 })
  })

  it('hurries while no keyframe lies ahead', () => {
    expect(at(3.6)).toEqual({ to: 'rate', rate: 1.15 })
    expect(at(3, { keyframe: 2 })).toEqual({ to: 'rate', rate: 1.15 })
    expect(at(0.5, { keyframe: 0.2 })).toEqual({ to: 'rate', rate: 2 })
  })

  it('jumps between keyframes only when very far behind, and seldom', () => {
    expect(at(0.5, { end: 13 })).toEqual({ to: 'jump', time: near(12.701) })
    expect(at(0.5, { end: 13, sinceJump: 5 })).toEqual({ to: 'rate', rate: 2 })
    expect(at(0.5)).toEqual({ to: 'rate', rate: 2 })
  })

  it('plays a little faster when somewhat behind, and normally when near', () => {
    expect(at(4.2)).toEqual({ to: 'rate', rate: 1.05 })
    expect(at(4.6)).toEqual({ to: 'rate', rate: 1 })
  })

  it('lets a camera of few pictures a second be behind by what its decoder holds back', () => {
    expect(at(3.6, { keyframe: 4.4, step: 0.25 })).toEqual({ to: 'rate', rate: 1.05 })
    expect(at(4.1, { step: 0.25 })).toEqual({ to: 'rate', rate: 1 })
    expect(at(0.5, { end: 13, step: 0.25 })).toEqual({ to: 'jump', time: near(12.251) })
  })

  it('jumps into the buffer when it stands before it, past the rounding of its beginning', () => {
    expect(at(0, { start: 0.08, end: 0.28 })).toEqual({ to: 'jump', time: near(0.081) })
    expect(at(17, { start: 17.000001, end: 44, keyframe: 17 })).toEqual({ to: 'jump', time: near(17.001001) })
  })

  it('knows where the newest keyframe lies', () => {
    const timeline = new Timeline()
    timeline.place(fragment(10, { key: true }))
    timeline.place(fragment(10.2))
    expect(timeline.keyframe).toBeCloseTo(0)
    timeline.place(fragment(10.4, { key: true }))
    expect(timeline.keyframe).toBeCloseTo(0.4)
  })

  it('evicts only what is long past', () => {
    expect(evictTo(10, 0, [0, 2, 4])).toBeNull()
    expect(evictTo(20, 0, [0, 8, 14, 18])).toBeCloseTo(14)
  })

  it('never evicts a part of the group of pictures that is being shown', () => {
    expect(evictTo(20, 0, [0, 17])).toBeNull()
    expect(evictTo(33, 0, [0, 17])).toBeLessThan(17)
    expect(evictTo(33, 0, [0, 17])).toBeGreaterThan(16.99)
    expect(evictTo(33, 17, [0, 17])).toBeNull()
  })

  it('remembers some keyframes to cut at, even where every picture is one', () => {
    const timeline = new Timeline()
    for (let i = 0; i < 1000; i += 1) timeline.place(fragment(i * 0.2, { key: true }))
    expect(timeline.cuts).toHaveLength(64)
    expect(timeline.cuts.at(-1)).toBeCloseTo(199, 0)
  })
})
