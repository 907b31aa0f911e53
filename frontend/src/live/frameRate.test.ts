import { describe, expect, it } from 'vitest'
import { FrameRate } from './frameRate'

describe('the frame rate of a tile', () => {
  it('is measured over the last five seconds', () => {
    const rate = new FrameRate()
    for (let at = 0; at <= 20_000; at += 400) rate.add(at, 5)
    expect(rate.perSecond(20_000)).toBeCloseTo(12.5, 0)
  })

  it('falls to zero when nothing is shown any more', () => {
    const rate = new FrameRate()
    rate.add(0, 5)
    rate.add(400, 5)
    expect(rate.perSecond(9000)).toBe(0)
  })
})
