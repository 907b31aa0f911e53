import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useSession } from '@/centre/session'
import type { Alert, User } from '@/centre/types'
import { someAlert } from '@/testing/alerts'
import { useAlerts } from './alerts'
import { isArrival, NEW_FOR } from './arrivals'
import { isUnanswered } from './states'
import { serverNow } from '@/time/now'

const shelf = (until: string): Alert['shelf'] => ({ until, reason: '施工', by: null, planned: true })
const late = someAlert({ id: 'late', state: 'shelved', shelf: shelf('2026-11-23T10:00:00Z') })
const soon = someAlert({ id: 'soon', state: 'shelved', shelf: shelf('2026-11-23T09:00:00Z') })
const ids = (alerts: Alert[]): string[] => alerts.map((one) => one.id)

beforeEach(() => {
  setActivePinia(createPinia())
  useSession().user = { role: 'duty_officer' } as User
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

  it('are not asked for by a responder, who is never told that none wait', async () => {
    useSession().user = { role: 'responder' } as User
    const alerts = useAlerts()
    await alerts.load()
    expect([alerts.loaded, ids(alerts.shown)]).toEqual([false, []])
  })

  it('come back to the queue when their shelf ends', async () => {
    const alerts = useAlerts()
    await alerts.load()
    alerts.apply(someAlert({ id: 'soon' }))
    expect([ids(alerts.waiting), ids(alerts.shelved)]).toEqual([['waits', 'soon'], ['late']])
  })
})

describe('what is asked of an alert', () => {
  /** Answers one request after the other when the test says so; remembers what was asked. */
  function slowCentre(): { asked: string[]; answer: (status: number, body: unknown) => Promise<void> } {
    const asked: string[] = []
    const open: ((response: Response) => void)[] = []
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url.replace('/api/alerts/', ''))
      return new Promise<Response>((resolve) => open.push(resolve))
    })
    const answer = async (status: number, body: unknown): Promise<void> => {
      open.shift()?.(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))
      await new Promise((resolve) => setTimeout(resolve))
    }
    return { asked, answer }
  }
  const raised = someAlert({ id: 'x' })

  it('waits for what was asked before it, and is asked then', async () => {
    const { asked, answer } = slowCentre()
    const alerts = useAlerts()
    alerts.apply(raised)
    void alerts.acknowledge('x')
    const confirmed = alerts.confirm('x')
    await Promise.resolve()
    await Promise.resolve()
    expect([asked, alerts.busy.has('x')]).toEqual([['x/acknowledge'], true])
    await answer(200, { ...raised, state: 'acknowledged' })
    expect(asked).toEqual(['x/acknowledge', 'x/confirm'])
    await answer(200, { ...raised, state: 'confirmed' })
    expect([await confirmed, alerts.alerts.get('x')?.state, alerts.busy.has('x')]).toEqual([true, 'confirmed', false])
  })

  it('is one thing however often it is asked for meanwhile', async () => {
    const { asked, answer } = slowCentre()
    const alerts = useAlerts()
    alerts.apply(raised)
    const all = [alerts.acknowledge('x'), alerts.acknowledge('x'), alerts.confirm('x'), alerts.acknowledge('x')]
    await Promise.resolve()
    await answer(200, { ...raised, state: 'acknowledged' })
    await answer(200, { ...raised, state: 'confirmed' })
    expect([asked, await Promise.all(all)]).toEqual([['x/acknowledge', 'x/confirm'], [true, true, true, true]])
  })

  it('is not asked after a refusal, which stands on the card', async () => {
    const { asked, answer } = slowCentre()
    const alerts = useAlerts()
    alerts.apply(raised)
    void alerts.acknowledge('x')
    const confirmed = alerts.confirm('x')
    await Promise.resolve()
    const message = { zh: '值班员乙正在处理', en: 'Officer B has it' }
    await answer(409, { error: { code: 'alert_moved', message } })
    expect([await confirmed, asked, alerts.errors.get('x')]).toEqual([false, ['x/acknowledge'], message])
  })
})

describe('an arrival', () => {
  const raised = someAlert({ level: 2 })
  const states: [string, Alert | undefined, Partial<Alert>, boolean][] = [
    ['is what has come', undefined, {}, true],
    ['is what has risen', raised, { level: 1 }, true],
    ['is what somebody had taken and nobody decided', someAlert({ level: 2, state: 'acknowledged' }), {}, true],
    ['is not what pauses', raised, { state: 'cleared_unacknowledged' }, false],
    ['is not what goes on after a pause', someAlert({ level: 2, state: 'cleared_unacknowledged' }), {}, false],
    ['is not what was taken', raised, { state: 'acknowledged' }, false],
    ['is not what came while somebody had it', undefined, { state: 'acknowledged' }, false],
  ]
  it.each(states)('%s', (_, before, more, arrives) => {
    expect(isArrival(before, { ...raised, ...more })).toBe(arrives)
  })

  it('is marked as new for a minute, until somebody takes it', async () => {
    const alerts = useAlerts()
    await alerts.load()
    expect([alerts.arrived, alerts.isNew('waits', serverNow())]).toEqual([null, false])
    alerts.apply(someAlert({ id: 'new', level: 1 }))
    expect(alerts.arrived?.id).toBe('new')
    expect([0, NEW_FOR + 1].map((later) => alerts.isNew('new', serverNow() + later))).toEqual([true, false])
    alerts.apply(someAlert({ id: 'new', level: 1, state: 'acknowledged' }))
    expect(alerts.isNew('new', serverNow())).toBe(false)
  })
})

describe('an unanswered alert', () => {
  const step = (round: number | null): Alert['next_step'] => ({ at: '2026-11-23T08:00:00Z', who: 'everybody', round })
  it('is one for which people are called in the last round, or after it', () => {
    const rounds = [1, 2, 3, null].map((round) => isUnanswered(someAlert({ next_step: step(round) })))
    expect(rounds).toEqual([false, false, true, true])
    expect(isUnanswered(someAlert({ state: 'acknowledged', next_step: step(null) }))).toBe(false)
  })
})
