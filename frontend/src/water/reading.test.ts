import { beforeEach, describe, expect, it } from 'vitest'
import type { Station } from '@/centre/types'
import { setLocale } from '@/i18n'
import { curve, highestReached, isSilent, standing, trend } from './reading'

const NOW = Date.parse('2026-07-01T08:00:00Z')

function station(more: Partial<Station> = {}): Station {
  return {
    id: 'bridge',
    name: { zh: '大桥', en: 'Bridge' },
    hotspot: 'river',
    kind: 'river',
    datum: null,
    rain: null,
    level: { at: '2026-07-01T07:59:00Z', value: 3.42 },
    rate_m_per_h: 0.36,
    silent: false,
    stale_minutes: 30,
    marks: [
      { name: 'fortification', metres: 2, reached: true },
      { name: 'warning', metres: 3.2, reached: true },
      { name: 'guarantee', metres: 4, reached: false },
    ],
    has_token: true,
    problem: null,
    history: [],
    ...more,
  }
}

describe('what a station says', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('names the highest mark that is reached and how the water moves', () => {
    expect(highestReached(station())?.name).toBe('warning')
    expect(standing(station())).toBe('已达 警戒')
    expect(trend(station())).toBe('上涨 +6 cm/10 min')
    expect(trend(station({ rate_m_per_h: 0.01 }))).toBe('平稳')
  })

  it('says how much is missing to the first mark', () => {
    const marks = [{ name: 'fortification', metres: 3.5, reached: false }]
    expect(standing(station({ marks }))).toBe('距设防 0.08 m')
    expect(standing(station({ level: null }))).toBe('尚无数据')
  })

  it('is judged silent by the page itself', () => {
    expect(isSilent(station(), NOW)).toBe(false)
    expect(isSilent(station(), NOW + 30 * 60_000)).toBe(true)
    expect(isSilent(station({ level: null }), NOW)).toBe(false)
  })

  it('draws the hours before with the marks that lie within', () => {
    const history = [
      { at: '2026-07-01T07:00:00Z', value: 3.1 },
      { at: '2026-07-01T08:00:00Z', value: 3.3 },
    ]
    const drawn = curve(station({ history }), NOW - 3_600_000, NOW, 100, 30)
    expect(drawn?.line.split(' ')).toHaveLength(2)
    expect(drawn?.line.startsWith('0,')).toBe(true)
    expect(drawn?.marks.map((mark) => mark.name)).toEqual(['warning'])
    expect(curve(station(), NOW - 3_600_000, NOW, 100, 30)).toBeNull()
  })
})
