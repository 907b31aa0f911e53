import { describe, expect, it } from 'vitest'
import { FreshnessKeeper, SleepWatch } from './freshness'

function live(at: number): FreshnessKeeper {
  const keeper = new FreshnessKeeper()
  keeper.fragment(at)
  keeper.shown(at)
  return keeper
}

describe('the age of a picture', () => {
  it('waits until a frame has been shown', () => {
    const keeper = new FreshnessKeeper()
    expect(keeper.age(9000).state).toBe('waiting')
    keeper.fragment(9000)
    expect(keeper.age(9000).state).toBe('waiting')
  })

  it('is live, ageing after 2 s and stale after 5 s without a fragment', () => {
    const keeper = live(1000)
    expect(keeper.age(2999).state).toBe('live')
    expect(keeper.age(3000).state).toBe('ageing')
    expect(keeper.age(5999).state).toBe('ageing')
    expect(keeper.age(6000)).toEqual({ state: 'stale', milliseconds: 5000 })
  })

  it('counts from the capture of a fragment that came late, but believes no clock more than 2 s', () => {
    const keeper = live(1000)
    keeper.fragment(1100, 700)
    expect(keeper.age(5399).state).toBe('ageing')
    expect(keeper.age(5400).state).toBe('stale')
    const wrong = new FreshnessKeeper()
    wrong.fragment(6000, 3_600_000)
    wrong.shown(6000)
    expect(wrong.age(6000)).toEqual({ state: 'ageing', milliseconds: 2000 })
    wrong.fragment(6000, -500)
    expect(wrong.age(6000).state).toBe('live')
  })

  it('is as old as the frame that is shown, beyond what the clocks disagree by', () => {
    const wrong = 3_600_000
    const keeper = new FreshnessKeeper()
    keeper.fragment(1000, wrong + 100)
    keeper.fragment(1200, wrong + 1000)
    keeper.shown(1200)
    expect(keeper.age(1200, wrong + 4000)).toEqual({ state: 'ageing', milliseconds: 3900 })
    expect(keeper.age(1200, wrong + 5100)).toEqual({ state: 'stale', milliseconds: 5000 })
    expect(keeper.age(1200, NaN).state).toBe('ageing')
  })

  it('turns grey in time where the last fragment came very late', () => {
    const keeper = live(1000)
    keeper.fragment(1100, 100)
    keeper.fragment(4600, 3600)
    keeper.shown(4600)
    expect(keeper.age(6099).state).toBe('ageing')
    expect(keeper.age(6100).state).toBe('stale')
  })

  it('is stale when fragments arrive but the element shows nothing new', () => {
    const keeper = live(0)
    for (let at = 200; at <= 6000; at += 200) keeper.fragment(at)
    expect(keeper.age(6000).state).toBe('stale')
  })

  it('is live again at once when both go on', () => {
    const keeper = live(0)
    keeper.fragment(60_000)
    keeper.shown(60_100)
    expect(keeper.age(60_100).state).toBe('live')
  })

  it('is stale after the page slept, until a new fragment has been shown', () => {
    const keeper = live(1000)
    keeper.sleep(1100)
    expect(keeper.age(1100).state).toBe('stale')
    keeper.shown(1200)
    expect(keeper.age(1200).state).toBe('stale')
    keeper.fragment(1300)
    expect(keeper.age(1300).state).toBe('live')
  })

  it('counts the time that the machine slept, which the monotonic clock leaves out', () => {
    const keeper = live(1000)
    keeper.sleep(1500, 3_600_000)
    expect(keeper.age(2000)).toEqual({ state: 'stale', milliseconds: 3_601_000 })
  })
})

describe('noticing sleep', () => {
  it('sees the wall clock run ahead of the monotonic clock', () => {
    const watch = new SleepWatch(1_000_000, 0)
    expect(watch.look(1_000_400, 400)).toBe(0)
    expect(watch.look(1_600_800, 800)).toBe(600_000)
    expect(watch.look(1_601_200, 1200)).toBe(0)
  })

  it('takes a small correction of the wall clock for nothing', () => {
    const watch = new SleepWatch(1_000_000, 0)
    expect(watch.look(1_001_400, 400)).toBe(0)
  })
})
