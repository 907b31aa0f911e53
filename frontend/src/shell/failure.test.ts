import { describe, expect, it } from 'vitest'
import { reloadOnce } from './failure'

function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as Storage
}

describe('a page whose version was replaced', () => {
  it('is loaded anew, but not for ever', () => {
    const kept = storage()
    let loads = 0
    const reload = (): void => void (loads += 1)
    expect([
      reloadOnce(1e12, kept, reload),
      reloadOnce(1e12 + 5000, kept, reload),
      reloadOnce(1e12 + 61_000, kept, reload),
    ]).toEqual([true, false, true])
    expect(loads).toBe(2)
  })
})
