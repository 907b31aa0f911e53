import { describe, expect, it } from 'vitest'
import { Backoff } from './backoff'

describe('waiting before another attempt', () => {
  it('doubles up to its limit, and starts again after a success', () => {
    const backoff = new Backoff(300, 1000, () => 0.5)
    expect([backoff.next(), backoff.next(), backoff.next(), backoff.next()]).toEqual([300, 600, 1000, 1000])
    backoff.reset()
    expect(backoff.next()).toBe(300)
  })

  it('is spread, so that pages do not come back in step', () => {
    expect(new Backoff(300, 1000, () => 0).next()).toBe(225)
  })
})
