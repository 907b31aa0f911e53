import { afterEach, describe, expect, it, vi } from 'vitest'
import { newId } from './newId'

describe('a new id', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('is a UUID of its own each time, on a page without a secure origin too', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const [one, other] = [newId(), newId()]
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(one).not.toBe(other)
  })
})
