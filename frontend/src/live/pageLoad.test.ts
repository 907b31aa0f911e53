import { describe, expect, it } from 'vitest'
import { PageLoad, type LoadedTile } from './pageLoad'

interface Fake extends LoadedTile { late: number; lag: number }

function fake(late: number, lag = 200): Fake {
  const tile = {
    stream: 'sub', thinned: false, kept: false, arrivalLag: lag, late, lag,
    behind: () => tile.late,
    thin: (thinned: boolean) => { tile.thinned = thinned; tile.stream = thinned ? 'jpeg' : 'sub' },
  } as Fake & { thinned: boolean; stream: 'sub' | 'jpeg'; arrivalLag: number }
  return tile
}

/** Shares the load twice a second until `to`; how many tiles are single pictures then. */
function thinned(load: PageLoad, tiles: Fake[], from: number, to: number): number {
  for (let now = from; now < to; now += 500) load.share(tiles, now)
  return tiles.filter((tile) => tile.thinned).length
}

describe('the load of a wall', () => {
  it('is shared by thinning the latest tiles, and says so once', () => {
    const load = new PageLoad()
    const tiles = Array.from({ length: 20 }, (_, i) => fake(1700 + i))
    expect(thinned(load, tiles, 0, 4000)).toBe(0)
    expect(load.share(tiles, 4000)).toBe(true)
    expect(tiles.slice(14).every((tile) => tile.thinned)).toBe(true)
    expect(load.share(tiles, 4500)).toBe(false)
  })

  it('counts what arrives later than it did at first', () => {
    const load = new PageLoad()
    const tiles = Array.from({ length: 20 }, () => fake(300))
    expect(thinned(load, tiles, 0, 10_000)).toBe(0)
    for (const tile of tiles) Object.assign(tile, { arrivalLag: 2100 })
    expect(thinned(load, tiles, 10_000, 14_500)).toBe(6)
  })

  it('leaves a wall alone whose cameras are silent', () => {
    const load = new PageLoad()
    const tiles = Array.from({ length: 20 }, () => fake(NaN, 9000))
    expect(thinned(load, tiles, 0, 60_000)).toBe(0)
  })

  it('never touches a tile that plays the main stream or has no other', () => {
    const load = new PageLoad()
    const tiles = Array.from({ length: 20 }, () => Object.assign(fake(5000), { stream: 'main' }))
    expect(thinned(load, tiles, 0, 60_000)).toBe(0)
  })
})
