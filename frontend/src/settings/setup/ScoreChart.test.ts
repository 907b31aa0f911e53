import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import ScoreChart from './ScoreChart.vue'

it.each([
  ['intrusion', '进入禁区'],
  ['low_visibility', '能见度低'],
])('calls %s by its words', (kind, words) => {
  const last = { score: 0.4, threshold: 0.5, value: null, unit: null, veto: null }
  const curve = { key: kind, kind, zone: null, threshold: 0.5, points: [], last } as never
  const chart = mount(ScoreChart, { props: { curve, now: 0, zone: '' }, global: { plugins: [i18n] } })
  expect(chart.find('b').text()).toBe(words)
})
