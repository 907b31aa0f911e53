import { describe, expect, it } from 'vitest'
import { breaksIn, PATTERNS, render, signalFor } from './tones'

describe('the alarm sound', () => {
  it('is that of the most urgent alert that nobody has taken', () => {
    expect(signalFor([4, 2, 3], false)).toBe(2)
    expect(signalFor([], false)).toBeNull()
  })

  it('says that the page is cut off, unless an alert is more important', () => {
    expect(signalFor([], true)).toBe('lost')
    expect(signalFor([1], true)).toBe(1)
  })

  it.each(Object.entries(PATTERNS))('of %s is loud, never clips, and repeats', (_, pattern) => {
    const samples = render(pattern, 8000)
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    expect(samples.length).toBe(Math.round(pattern.period * 8000))
    expect(peak).toBeGreaterThan(0.6)
    expect(peak).toBeLessThanOrEqual(1)
  })

  it('comes more often the graver the level', () => {
    const periods = [1, 2, 3, 4].map((level) => PATTERNS[level as 1].period)
    expect(periods).toEqual([...periods].sort((a, b) => a - b))
  })

  it('is broken in upon by what is as grave as what rings, and by every Ⅱ', () => {
    const heard = ([1, 2, 3, 4] as const).map((level) => ([1, 2, 3, 4] as const).map((rings) => breaksIn(level, rings)))
    expect(heard).toEqual([
      [true, false, false, false],
      [true, true, false, false],
      [false, false, true, false],
      [false, false, false, true],
    ])
    expect([breaksIn(1, null), breaksIn(1, 'lost')]).toEqual([false, false])
  })
})
