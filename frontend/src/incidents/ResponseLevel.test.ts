import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Level, Transition } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import ResponseLevel from './ResponseLevel.vue'

const row = (to: string, name: string) =>
  ({ subject: 'incident', to, data: { response_level: 2 }, actor: { display_name: name } }) as unknown as Transition
const PLAN = row('plan', '张三')
const show = (level: Level, response: Level | null, ...timeline: Transition[]): string => {
  const incident = { level, response_level: response, timeline: [PLAN, ...timeline] }
  return mount(ResponseLevel, { props: { incident }, global: { plugins: [i18n] } }).text()
}

describe('the level of the response', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('says how it differs from that of the event, and that the plan has it so', () => {
    expect(show(1, 2)).toMatch(/响应 Ⅱ 级\s+低于事件等级 · 预案规定/)
    expect(show(3, 2)).toMatch(/高于事件等级 · 预案规定/)
    setLocale('en')
    expect(show(1, 2)).toMatch(/Response: Level II\s+below that of the event · by the plan/)
  })

  it('names who changed it after the plan was opened', () => {
    expect(show(1, 2, row('changed', '李四'))).toMatch(/低于事件等级 · 李四改定/)
  })

  it('says only whose it is where both are the same, and nothing where there is none', () => {
    expect(show(2, 2)).toMatch(/^响应 Ⅱ 级\s+预案规定$/)
    expect(show(2, null)).toBe('')
  })
})
