import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Breath } from './throttle'

let done = 0
let breath: Breath

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  done = 0
  breath = new Breath(() => (done += 1), 100)
})
afterEach(() => vi.useRealTimers())

describe('work in breaths', () => {
  it('is done at once when nothing was done lately', () => {
    breath.ask()
    expect(done).toBe(1)
    vi.advanceTimersByTime(100)
    breath.ask()
    expect(done).toBe(2)
  })

  it('is done once for all that was asked meanwhile, and never forgotten', () => {
    for (let number = 0; number < 50; number += 1) breath.ask()
    expect(done).toBe(1)
    vi.advanceTimersByTime(100)
    expect(done).toBe(2)
    vi.advanceTimersByTime(1000)
    expect(done).toBe(2)
  })

  it('is done before the breath is over for whoever cannot wait, and not a second time', () => {
    breath.ask()
    breath.ask()
    breath.settle()
    expect(done).toBe(2)
    breath.settle()
    vi.advanceTimersByTime(1000)
    expect(done).toBe(2)
  })
})
