import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StepQueue, type QueuedStep } from './queue'

const step = (over: Partial<QueuedStep> = {}): QueuedStep => ({
  task: 't1',
  key: 'k1',
  to: 'accepted',
  note: null,
  tapped_at: '2026-05-01T00:00:00Z',
  position: null,
  ...over,
})
let kept: Record<string, string>
let answers: (() => Promise<Response>)[]
let sent: string[]

describe('the steps that a phone could not send yet', () => {
  beforeEach(() => {
    kept = {}
    sent = []
    vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
      sent.push((JSON.parse(init.body as string) as QueuedStep).key)
      return (answers.shift() ?? (async () => new Response('{}')))()
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  const queue = (person = 'u1') =>
    new StepQueue(person, {
      getItem: (name) => kept[name] ?? null,
      setItem: (name, value) => void (kept[name] = value),
    })

  it('wait over a reload and go out in order once there is a network', async () => {
    answers = [() => Promise.reject(new TypeError('offline'))]
    queue().add(step())
    queue().add(step({ key: 'k2', to: 'en_route' }))
    expect(await queue().send(() => undefined)).toBe(false)
    expect(queue().waiting.map((one) => one.key)).toEqual(['k1', 'k2'])
    expect(await queue().send(() => undefined)).toBe(true)
    expect(sent).toEqual(['k1', 'k1', 'k2'])
    expect(queue().waiting).toEqual([])
  })

  it('count a button that was tapped twice once', () => {
    queue().add(step())
    queue().add(step({ key: 'other' }))
    expect(queue().waiting).toHaveLength(1)
  })

  it('are dropped and reported when the centre refuses them', async () => {
    const body = JSON.stringify({ error: { code: 'task_moved', message: { zh: '不能', en: 'cannot' } } })
    answers = [async () => new Response(body, { status: 409 })]
    const refused = vi.fn()
    queue().add(step())
    await queue().send(refused)
    expect(refused).toHaveBeenCalledOnce()
    expect(queue().waiting).toEqual([])
  })

  it('are not sent in the name of somebody else who takes the phone', async () => {
    answers = []
    queue().add(step())
    expect(await queue('u2').send(() => undefined)).toBe(true)
    expect(sent).toEqual([])
    expect(queue().waiting).toHaveLength(1)
  })

  it('carry where the phone was, once that is known', () => {
    queue().add(step())
    queue().locate('k1', { lon: 113.2, lat: 34.8 })
    expect(queue().waiting[0]?.position).toEqual({ lon: 113.2, lat: 34.8 })
  })
})
