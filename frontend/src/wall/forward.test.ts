import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { Alert } from '@/centre/types'
import { cameIn, inForwardOrder, STAY, useForward, useTour } from './forward'

const alert = (level: number, raised_at: string, state = 'raised'): Alert => ({ level, raised_at, state }) as Alert

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('cameras with alerts', () => {
  it('come forward by level, then by who waits longest, whoever has taken what', () => {
    const alerts = new Map([
      ['old', alert(3, '2026-05-01T10:00:00Z')],
      ['fire', alert(1, '2026-05-01T10:05:00Z', 'acknowledged')],
      ['new', alert(3, '2026-05-01T10:04:00Z')],
    ])
    expect(inForwardOrder(alerts)).toEqual(['fire', 'old', 'new'])
  })

  it('bring the first page back when one is new, not when one has gone', () => {
    expect(cameIn(['fire', 'old'], ['old'])).toBe(true)
    expect(cameIn(['old'], ['fire', 'old'])).toBe(false)
  })

  it('wait for the hand among the pictures, and come when it rests', async () => {
    const alerts = ref<Map<string, Alert>>(new Map())
    let atWork = true
    const scope = effectScope()
    const forward = scope.run(() => useForward(() => alerts.value, () => atWork))!
    alerts.value = new Map([['fire', alert(1, '2026-05-01T10:05:00Z')]])
    await nextTick()
    vi.advanceTimersByTime(5000)
    expect(forward.value).toEqual([])
    atWork = false
    vi.advanceTimersByTime(1000)
    expect(forward.value).toEqual(['fire'])
    scope.stop()
  })
})

describe('the tour', () => {
  it('turns a page when nobody is at work, and begins its time anew after a pause', () => {
    let held = false
    let on = true
    const turn = vi.fn()
    const scope = effectScope()
    scope.run(() => useTour(() => on, () => held, turn))
    vi.advanceTimersByTime((STAY - 1) * 1000)
    expect(turn).toHaveBeenCalledTimes(1)
    held = true
    vi.advanceTimersByTime(STAY * 2000)
    held = false
    vi.advanceTimersByTime((STAY - 1) * 1000)
    expect(turn).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1000)
    expect(turn).toHaveBeenCalledTimes(2)
    on = false
    vi.advanceTimersByTime(STAY * 2000)
    expect(turn).toHaveBeenCalledTimes(2)
    scope.stop()
  })
})
