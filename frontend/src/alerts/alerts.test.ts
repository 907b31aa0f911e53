import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Alert } from '@/centre/types'
import { someAlert } from '@/testing/alerts'
import { useAlerts } from './alerts'

const shelf = (until: string): Alert['shelf'] => ({ until, reason: '施工', by: null, planned: true })
const late = someAlert({ id: 'late', state: 'shelved', shelf: shelf('2026-11-23T10:00:00Z') })
const soon = someAlert({ id: 'soon', state: 'shelved', shelf: shelf('2026-11-23T09:00:00Z') })
const ids = (alerts: Alert[]): string[] => alerts.map((one) => one.id)

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () =>
    Promise.resolve(
      new Response(
        JSON.stringify({ items: [late, someAlert({ id: 'waits' }), soon], total: 3, page: 1, page_size: 200 }),
        { status: 200 },
      ),
    ),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('open alerts', () => {
  it('that are shelved stand apart from those that wait, the next to come back first', async () => {
    const alerts = useAlerts()
    await alerts.load()
    expect([ids(alerts.shown), ids(alerts.shelved)]).toEqual([['waits'], ['soon', 'late']])
    expect(alerts.counts[3]).toBe(1)
  })

  it('come back to the queue when their shelf ends', async () => {
    const alerts = useAlerts()
    await alerts.load()
    alerts.apply(someAlert({ id: 'soon' }))
    expect([ids(alerts.waiting), ids(alerts.shelved)]).toEqual([['waits', 'soon'], ['late']])
  })
})
