import { describe, expect, it } from 'vitest'
import { choose, LEAST_MOVING, LoadShedder } from './loadShedder'

/** Looks twice a second from `from` to `to` (ms) at tiles that are all `late`; the last answer. */
function looks(shedder: LoadShedder, from: number, to: number, late: number | null, playable = 44): number {
  let count = 0
  for (let now = from; now < to; now += 500)
    count = shedder.look(now, late === null ? [] : Array<number>(9).fill(late), playable)
  return count
}

describe('a computer that cannot play all tiles', () => {
  it('plays all while they are in time, or late for a moment', () => {
    const shedder = new LoadShedder()
    expect(looks(shedder, 0, 60_000, 600)).toBe(0)
    expect(looks(shedder, 60_000, 63_000, 4000)).toBe(0)
    expect(looks(shedder, 63_000, 64_000, 600)).toBe(0)
    expect(looks(shedder, 64_000, 67_000, 4000)).toBe(0)
  })

  it('takes some after a while, more while it stays late, and twice as many where it is very late', () => {
    const shedder = new LoadShedder()
    expect(looks(shedder, 0, 4500, 1700)).toBe(6)
    expect(looks(shedder, 4500, 8500, 1700)).toBe(12)
    expect(looks(shedder, 8500, 12_500, 3000)).toBe(24)
  })

  it('leaves some moving, whatever happens', () => {
    expect(looks(new LoadShedder(), 0, 120_000, 9000)).toBe(44 - LEAST_MOVING)
    expect(looks(new LoadShedder(), 0, 120_000, 9000, 4)).toBe(0)
  })

  it('remembers what all of them need while one covers the others', () => {
    const shedder = new LoadShedder()
    expect(looks(shedder, 0, 4500, 1700)).toBe(6)
    expect(looks(shedder, 4500, 10_000, 300, 1)).toBe(0)
    expect(looks(shedder, 10_000, 11_000, 1000)).toBe(6)
  })

  it('gives back slowly, and more slowly after it was too much', () => {
    const shedder = new LoadShedder()
    expect(looks(shedder, 0, 4500, 1700)).toBe(6)
    expect(looks(shedder, 4500, 34_000, 500)).toBe(6)
    expect(looks(shedder, 34_000, 36_000, 500)).toBe(4)
    expect(looks(shedder, 36_000, 41_000, 1700)).toBe(10)
    expect(looks(shedder, 41_000, 100_000, 500)).toBe(10)
    expect(looks(shedder, 100_000, 103_000, 500)).toBe(8)
  })

  it('takes a tile that gets nowhere by itself', () => {
    const shedder = new LoadShedder()
    let count = 0
    for (let now = 0; now < 4500; now += 500) count = shedder.look(now, [300, 300, 300, 9000], 44)
    expect(count).toBe(1)
  })

  it('keeps what it has where nothing is known', () => {
    const shedder = new LoadShedder()
    looks(shedder, 0, 4500, 1700)
    expect(looks(shedder, 4500, 200_000, null)).toBe(6)
  })
})

describe('which tiles become single pictures', () => {
  const tile = (late: number, thinned = false, kept = false): { late: number; thinned: boolean; kept: boolean } => ({
    late,
    thinned,
    kept,
  })

  it('are those that are already, then the latest; one with an alert last, unless it is stuck', () => {
    const [early, later, latest, still, alerted, unknown] = [
      tile(100),
      tile(900),
      tile(3000),
      tile(NaN, true),
      tile(3900, false, true),
      tile(NaN),
    ]
    const tiles = [early, later, latest, still, alerted, unknown]
    expect(choose(tiles, 2)).toEqual(new Set([still, latest]))
    expect(choose(tiles, 3).has(later)).toBe(true)
    expect(choose(tiles, 5).has(alerted)).toBe(false)
    expect(choose(tiles, 6).has(alerted)).toBe(true)
    expect(choose(tiles, 0).size).toBe(0)
    const stuck = tile(9000, false, true)
    expect(choose([...tiles, stuck], 2)).toEqual(new Set([still, stuck]))
  })
})
