import { describe, expect, it } from 'vitest'
import { cropTo } from './crop'

const WIDE = 16 / 9
const FRAME = 4 / 3

describe('the part of a picture that a card shows', () => {
  it('fills the frame without distortion, whatever the box', () => {
    const corner = { x: 0.9, y: 0.9, w: 0.02, h: 0.03 }
    const boxes = [null, corner, { x: 0, y: 0, w: 1, h: 1 }, { x: 0.4, y: 0, w: 0.1, h: 0.7 }]
    for (const box of boxes) {
      const { x, y, w, h } = cropTo(box, WIDE, FRAME)
      expect((w * WIDE) / h).toBeCloseTo(FRAME, 6)
      for (const edge of [x, y, x + w, y + h]) expect(edge).toBeGreaterThanOrEqual(0)
      expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  it('comes close to a small box and keeps all of it in sight', () => {
    const box = { x: 0.7, y: 0.1, w: 0.04, h: 0.05 }
    const part = cropTo(box, WIDE, FRAME)
    expect(part.w).toBeCloseTo(0.3, 6)
    expect(part.x).toBeLessThanOrEqual(box.x)
    expect(part.x + part.w).toBeGreaterThanOrEqual(box.x + box.w)
    expect(part.y).toBeLessThanOrEqual(box.y)
  })

  it('shows the middle, as wide as the frame allows, where there is no box', () => {
    expect(cropTo(null, WIDE, FRAME)).toEqual({ x: 0.125, y: 0, w: 0.75, h: 1 })
  })

  it('shows the whole width of a picture that is narrower than the frame', () => {
    const part = cropTo(null, 1, FRAME)
    expect([part.x, part.w, part.h]).toEqual([0, 1, 0.75])
  })
})
