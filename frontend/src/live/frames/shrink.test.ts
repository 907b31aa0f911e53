import { describe, expect, it } from 'vitest'
import { coloursOf } from './colours'
import { shrink, shrunkSize } from './shrink'

const SIZE = { width: 8, height: 4 }

/** A picture of one colour, its planes with rows longer than the picture. */
function plain(y: number, u: number, v: number): Parameters<typeof shrink>[0] {
  const bytes = new Uint8Array(10 * 4 + 2 * 6 * 2)
  bytes.fill(y, 0, 40).fill(u, 40, 52).fill(v, 52)
  return {
    bytes,
    size: SIZE,
    layout: [
      { offset: 0, stride: 10 },
      { offset: 40, stride: 6 },
      { offset: 52, stride: 6 },
    ],
  }
}

function colour(planes: Parameters<typeof shrink>[0], space: Partial<VideoColorSpaceInit>): number[] {
  const target = new Uint32Array(2)
  shrink(planes, coloursOf(space), target, { width: 2, height: 1 })
  return [...new Uint8Array(target.buffer, 4)]
}

describe('a picture made smaller', () => {
  it('has the colours of its standard, in limited and in full range', () => {
    expect(colour(plain(235, 128, 128), {})).toEqual([255, 255, 255, 255])
    expect(colour(plain(16, 128, 128), {})).toEqual([0, 0, 0, 255])
    expect(colour(plain(255, 128, 128), { fullRange: true })).toEqual([255, 255, 255, 255])
    // Pure red of each standard.
    expect(colour(plain(81, 90, 240), { matrix: 'smpte170m' })).toEqual([255, 0, 0, 255])
    expect(colour(plain(63, 102, 240), { matrix: 'bt709' })).toEqual([255, 1, 0, 255])
  })

  it('has in each pixel the mean of the four in the middle of what it stands for', () => {
    const planes = plain(16, 128, 128)
    for (const at of [1, 2, 11, 12]) planes.bytes[10 + at] = at === 12 ? 20 : 235
    const target = new Uint32Array(2)
    shrink(planes, coloursOf({}), target, { width: 2, height: 1 })
    const [left, right] = [new Uint8Array(target.buffer)[0], new Uint8Array(target.buffer)[4]]
    expect(left).toBe(Math.round((255 / 219) * ((3 * 235 + 20) / 4 - 16)))
    expect(right).toBe(0)
  })

  it('is worth it only where the picture is shown much smaller', () => {
    const picture = { width: 640, height: 360 }
    expect(shrunkSize(picture, 240)).toEqual({ width: 240, height: 135 })
    expect(shrunkSize(picture, 500)).toBeNull()
    expect(shrunkSize(picture, 0)).toBeNull()
    expect(shrunkSize({ width: 640, height: 4 }, 100)).toBeNull()
  })
})
