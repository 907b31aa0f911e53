import { describe, expect, it } from 'vitest'
import { LeastLateness } from './leastLateness'

describe('the least lateness', () => {
  it('is what a later fragment is measured by, whatever the clocks say', () => {
    const least = new LeastLateness(30_000)
    expect(least.excess(5000)).toBe(0)
    least.note(0, -3_600_000)
    expect(least.excess(-3_599_000)).toBe(1000)
    expect(least.excess(-3_700_000)).toBe(0)
    expect(least.excess(NaN)).toBe(0)
  })

  it('is forgotten after a while, so that a clock that was put right counts as right', () => {
    const least = new LeastLateness(30_000)
    least.note(0, 100)
    least.note(20_000, 900)
    expect(least.excess(1000)).toBe(900)
    least.note(31_000, 700)
    expect(least.excess(1000)).toBe(900)
    least.note(62_000, 800)
    expect(least.excess(1000)).toBe(300)
    least.note(200_000, 900)
    expect(least.excess(1000)).toBe(100)
  })

  it('is never forgotten where it is told so', () => {
    const least = new LeastLateness(Infinity)
    least.note(0, 100)
    least.note(10_000_000, 9000)
    expect(least.excess(9000)).toBe(8900)
  })
})
