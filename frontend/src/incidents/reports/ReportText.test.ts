import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReportField } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import { REPORT_FIELDS } from './fields'
import ReportText from './ReportText.vue'

function show(unchecked: ReportField[], editable = true) {
  const empty = Object.fromEntries(REPORT_FIELDS.map((name) => [name, ''])) as Record<ReportField, string>
  const props = { modelValue: { ...empty, place: '五云山', nature: '明火' }, unchecked, editable }
  return mount(ReportText, { props, global: { plugins: [i18n] } })
}

describe('the text of a report', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('marks what the system filled in, field by field, and what is missing', () => {
    const text = show(['place'])
    expect(text.get('[data-testid=unchecked-place]').text()).toBe('系统填写，未核对')
    expect(text.find('[data-testid=unchecked-nature]').exists()).toBe(false)
    expect(text.get('[data-testid=missing-losses]').text()).toBe('暂缺')
    expect(text.find('[data-testid=missing-advice]').exists()).toBe(false)
  })

  it('counts a field as touched when a person writes in it or says that it is right', async () => {
    const text = show(['place', 'nature'])
    await text.get('[data-testid=check-place]').trigger('click')
    await text.get('[name=nature]').setValue('烟雾')
    expect(text.emitted('touched')).toEqual([['place'], ['nature']])
    expect(text.emitted('update:modelValue')?.at(-1)).toEqual([expect.objectContaining({ nature: '烟雾' })])
  })

  it('can only be read once it was submitted, with its marks', () => {
    const text = show(['place'], false)
    expect(text.find('[data-testid=check-place]').exists()).toBe(false)
    expect(text.get('[name=place]').attributes('readonly')).toBeDefined()
    expect(text.find('[data-testid=unchecked-place]').exists()).toBe(true)
  })

  it('says in English that it is Chinese', () => {
    setLocale('en')
    expect(show([]).text()).toContain('The text is Chinese')
  })
})
