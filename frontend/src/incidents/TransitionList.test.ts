import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Transition } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import TransitionList from './TransitionList.vue'

const row = (overrides: Partial<Transition>): Transition => ({
  number: 1,
  subject: 'alert',
  subject_id: 'a',
  from: null,
  to: 'raised',
  at: '2026-11-23T07:42:07.5Z',
  actor: null,
  reason: null,
  note: null,
  elapsed_ms: null,
  data: {},
  ...overrides,
})
const show = (...timeline: Transition[]) =>
  mount(TransitionList, { props: { timeline }, global: { plugins: [createPinia(), i18n] } })

describe('the timeline of an incident', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('says what, when in the zone of the site, and that the machine did it', () => {
    expect(show(row({})).text()).toMatch(/北京时间.*2026-11-23.*15:42:07.*待处置.*系统/)
  })

  it('says who in which role, how long the state before had stood, and why', () => {
    const text = show(
      row({
        from: 'acknowledged',
        to: 'dismissed',
        elapsed_ms: 130_000,
        reason: 'known_work',
        actor: { id: '1', display_name: '张三', role: 'duty_leader' },
      }),
    ).text()
    expect(text).toMatch(/已排除.*张三 · 带班领导.*2 分 10 秒.*原因：已知作业/s)
  })

  it('keeps the lines of a note, and calls a note a note', () => {
    const list = show(row({ subject: 'incident', from: 'discovered', to: 'note', note: '第一行\n第二行' }))
    expect(list.get('.text').text()).toBe('第一行\n第二行')
    expect(list.get('b').text()).toBe('记录')
  })

  it('stands newest first, however it came', () => {
    const list = show(row({ number: 3, to: 'confirmed' }), row({ number: 2, to: 'acknowledged' }), row({ number: 1 }))
    expect(list.findAll('b').map((each) => each.text())).toEqual(['属实', '已收到', '待处置'])
  })

  it('counts what the machine repeats in one line with its reason, which opens', () => {
    const calls = [1, 2, 3].map((number) =>
      row({ number, from: 'raised', to: 'called', reason: 'step', at: `2026-11-23T07:4${number}:00Z` }),
    )
    const fold = show(...calls).get('[data-testid=fold]')
    expect(fold.get('summary').text()).toMatch(/15:41:00 – 15:43:00.*呼叫 3 次.*无人收到/)
    expect(fold.findAll('.folded')).toHaveLength(3)
  })

  it('shows only what people did when asked', async () => {
    const actor = { id: '1', display_name: '张三', role: 'duty_officer' }
    const list = show(row({}), row({ number: 2, to: 'acknowledged', actor }))
    await list.get('[data-testid=timeline-people]').trigger('click')
    expect(list.findAll('b').map((each) => each.text())).toEqual(['已收到'])
  })

  it('says so when nobody did anything', async () => {
    const list = show(row({}))
    await list.get('[data-testid=timeline-people]').trigger('click')
    expect(list.text()).toContain('还没有人员操作')
  })

  it('says so when nothing happened yet', () => {
    expect(show().text()).toBe('还没有记录')
  })
})
