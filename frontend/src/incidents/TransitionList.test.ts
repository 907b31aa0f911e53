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
    expect(show(row({})).text()).toMatch(/待处置.*2026-11-23 15:42:07.*北京时间.*系统/)
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
    expect(text).toMatch(/已排除.*2 分 10 秒.*张三 · 带班领导.*原因：已知作业/s)
  })

  it('keeps the lines of a note, and calls a note a note', () => {
    const list = show(row({ subject: 'incident', from: 'discovered', to: 'note', note: '第一行\n第二行' }))
    expect(list.get('.text').text()).toBe('第一行\n第二行')
    expect(list.get('b').text()).toBe('记录')
  })

  it('stands in the order of the numbers, however it came', () => {
    const list = show(row({ number: 3, to: 'confirmed' }), row({ number: 2, to: 'acknowledged' }), row({ number: 1 }))
    expect(list.findAll('b').map((each) => each.text())).toEqual(['待处置', '已收到', '属实'])
  })

  it('says so when nothing happened yet', () => {
    expect(show().text()).toBe('还没有记录')
  })
})
