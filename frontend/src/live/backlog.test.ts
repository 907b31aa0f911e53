import { describe, expect, it } from 'vitest'
import { Backlog } from './backlog'

/** Looks every 400 ms at a lag that stays the same; the moments at which it wants a new connection. */
function restarts(backlog: Backlog, lag: number, from: number, to: number): number[] {
  const found: number[] = []
  for (let now = from; now <= to; now += 400) if (backlog.shouldRestart(now, lag)) found.push(now)
  return found
}

describe('a socket that carries the past', () => {
  it('is left when the lag stays high', () => {
    const backlog = new Backlog()
    restarts(backlog, 200, 0, 2000)
    expect(restarts(backlog, 7000, 2400, 8000)).toEqual([5600])
  })

  it('is kept through the past that a new subscription starts with', () => {
    const backlog = new Backlog()
    restarts(backlog, 200, 0, 2000)
    expect(restarts(backlog, 4000, 2400, 4000)).toEqual([])
    expect(restarts(backlog, 250, 4400, 20_000)).toEqual([])
  })

  it('is not left over and over by a page that cannot follow at all', () => {
    const backlog = new Backlog()
    restarts(backlog, 200, 0, 400)
    const pauses = restarts(backlog, 9000, 800, 200_000).map((at, index, all) => at - (all[index - 1] ?? at))
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(64_000)
  })

  it('is kept when only the clocks disagree', () => {
    expect(restarts(new Backlog(), 90_000, 0, 60_000)).toEqual([])
  })
})
