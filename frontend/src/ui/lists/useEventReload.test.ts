import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useEvents, type NumberedEvent } from '@/centre/events'
import { useEventReload } from './useEventReload'

const happened = (subject: string): NumberedEvent => ({ number: 1, event: { subject } }) as unknown as NumberedEvent

describe('a page that shows one thing', () => {
  const scope = effectScope(true)
  const reload = vi.fn()

  beforeEach(() => {
    setActivePinia(createPinia())
    vi.useFakeTimers()
    reload.mockReset()
    scope.run(() => useEventReload(reload, ({ event }) => event.subject === 'incident'))
  })
  afterEach(() => vi.useRealTimers())

  it('loads once for several events that concern it, and not for others', () => {
    const events = useEvents()
    events.last = happened('task')
    events.last = happened('incident')
    events.last = happened('incident')
    vi.runAllTimers()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('loads anew when events may have been missed', async () => {
    useEvents().reloads += 1
    await nextTick()
    vi.runAllTimers()
    expect(reload).toHaveBeenCalledTimes(1)
  })
})
