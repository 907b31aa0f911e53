import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { IncidentDetail, Transition } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import AskButton from './AskButton.vue'
import { askedAt, ofOthers } from './actions'

const BEGAN = '2026-11-23T08:00:00Z'
const asked = (at: string, move = 'control') =>
  ({ subject: 'incident', to: 'asked', at, data: { move } }) as unknown as Transition
const incident = (...timeline: Transition[]) => ({ id: 'i', state_since: BEGAN, timeline }) as IncidentDetail

describe('the moves of others', () => {
  it('are those of the state that the own role may not make, with who may', () => {
    expect(ofOthers('responding', 'duty_officer').map((one) => `${one.name} ${one.who.join('|')}`)).toEqual([
      'control commander',
      'cancel duty_leader',
      'merge duty_leader|commander',
    ])
    expect(ofOthers('controlled', 'commander').map((one) => one.name)).toEqual(['close'])
  })

  it('are not shown to somebody who is not on duty', () => {
    expect(ofOthers('responding', 'viewer')).toEqual([])
    expect(ofOthers('responding', 'reviewer')).toEqual([])
  })

  it('were asked for lately only in the present state, and less than five minutes ago', () => {
    const now = Date.parse('2026-11-23T08:06:00Z')
    expect(askedAt(incident(asked('2026-11-23T08:02:00Z')), 'control', now)).toBe('2026-11-23T08:02:00Z')
    expect(askedAt(incident(asked('2026-11-23T08:00:30Z')), 'control', now)).toBeNull()
    expect(askedAt(incident(asked('2026-11-23T07:59:00Z')), 'control', Date.parse(BEGAN))).toBeNull()
    expect(askedAt(incident(asked('2026-11-23T08:02:00Z', 'close')), 'control', now)).toBeNull()
  })
})

describe('the button of a move that others make', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    setLocale('zh-CN')
  })
  afterEach(() => vi.unstubAllGlobals())
  const show = (about: IncidentDetail) =>
    mount(AskButton, {
      props: { incident: about, move: { name: 'control', who: ['commander'] } },
      global: { plugins: [i18n] },
    })

  it('names who may, and asks them', async () => {
    const sent: unknown[] = []
    vi.stubGlobal('fetch', (url: string, { body }: RequestInit) => {
      sent.push([url, JSON.parse(body as string)])
      return Promise.resolve(new Response(JSON.stringify(asked(BEGAN)), { status: 201 }))
    })
    const button = show(incident())
    expect(button.get('[data-testid=not-yours-control]').text()).toBe('已控制 · 由指挥长操作')
    expect(button.get('[data-testid=not-yours-control]').attributes()).toHaveProperty('disabled')
    await button.get('[data-testid=ask-control]').trigger('click')
    await flushPromises()
    expect(sent).toEqual([['/api/incidents/i/ask', { move: 'control' }]])
    expect(button.emitted('asked')).toHaveLength(1)
  })

  it('says when they were asked, and asks no sooner again', () => {
    const button = show(incident(asked(new Date(Date.now() + 1000).toISOString()))).get('[data-testid=ask-control]')
    expect(button.text()).toMatch(/已请示/)
    expect(button.attributes()).toHaveProperty('disabled')
  })
})
