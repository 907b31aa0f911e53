import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Tile } from './tile'

beforeEach(() => {
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({ width: 16, height: 9, close: () => undefined }))
})
afterEach(() => vi.unstubAllGlobals())

/** A tile of single pictures that shows one captured at `capturedAt` (ms since 1970). */
async function showing(capturedAt: number, now: number): Promise<Tile> {
  const tile = new Tile(
    'cam01',
    'jpeg',
    () => undefined,
    () => now,
  )
  tile.accept({
    header: { t: 'jpeg', camera: 'cam01', stream: 'jpeg', captured_at: capturedAt * 1000 },
    payload: new Uint8Array(1),
  })
  await vi.waitFor(() => {
    tile.tend(now)
    expect(tile.age(now).state).not.toBe('waiting')
  })
  return tile
}

describe('the age of a tile', () => {
  it('is that of a camera that cannot be reached, however young its last picture is', async () => {
    const at = Date.now()
    const tile = await showing(at, 1000)
    expect(tile.age(1000, at + 300).state).toBe('live')
    tile.lost = true
    expect(tile.age(1000, at + 300)).toEqual({ state: 'stale', milliseconds: 300 })
    tile.lost = false
    expect(tile.age(1000, at + 300).state).toBe('live')
  })

  it('says nothing of how late the page is while nothing comes from the camera', async () => {
    const tile = await showing(Date.now(), 1000)
    expect(tile.behind(3900)).toBe(0)
    expect(tile.behind(4100)).toBeNaN()
  })

  it('does not call a tile that never showed anything lost', () => {
    const tile = new Tile('cam01', 'jpeg', () => undefined)
    tile.lost = true
    expect(tile.age(1000, Date.now()).state).toBe('waiting')
  })
})
