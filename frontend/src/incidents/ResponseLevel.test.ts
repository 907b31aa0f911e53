import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Level } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import ResponseLevel from './ResponseLevel.vue'

const show = (level: Level, response: Level): string =>
  mount(ResponseLevel, { props: { level, response }, global: { plugins: [i18n] } }).text()

describe('the level of the response', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('says why it differs from that of the event', () => {
    expect(show(1, 2)).toContain('低于事件等级（Ⅰ 级）')
    expect(show(3, 2)).toContain('高于事件等级（Ⅲ 级）')
    setLocale('en')
    expect(show(1, 2)).toContain('Below the level of the event (Level I)')
  })

  it('says nothing more where both are the same', () => {
    expect(show(2, 2)).toBe('Ⅱ 级')
  })
})
