import { beforeEach, describe, expect, it } from 'vitest'
import { setLocale } from '@/i18n'
import { someAlert } from '@/testing/alerts'
import { measured, quantity, rate, waterTitle } from './measured'

describe('what was measured, in words', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('says level, mark and rate of a water level', () => {
    const alert = someAlert({
      kind: 'water_level',
      place: 'warning',
      value: 3.42,
      unit: 'm',
      evidence: { mark_m: 3.2, rate_m_per_h: 0.36 },
    })
    expect(measured(alert)).toEqual(['3.42 m', '警戒 3.20 m', '+6 cm/10 min'])
    expect(waterTitle(alert)).toBe('水位达到警戒')
  })

  it('keeps centimetres of metres, and no more of anything else than it has', () => {
    expect(quantity(3.4, 'm')).toBe('3.40 m')
    expect(quantity(12, 'mm')).toBe('12 mm')
    expect(quantity(0.5, null)).toBe('0.5')
  })

  it('says which way the water goes', () => {
    expect(rate(-0.3)).toBe('-5 cm/10 min')
    expect(rate(0)).toBe('0 cm/10 min')
    expect(rate(-0.01)).toBe('0 cm/10 min')
  })

  it('calls a mark that it has no word for by its own name', () => {
    const alert = someAlert({
      kind: 'water_level',
      place: '1998 年洪水',
      value: 5,
      unit: 'm',
      evidence: { mark_m: 4.9 },
    })
    expect(measured(alert)).toEqual(['5.00 m', '1998 年洪水 4.90 m'])
  })

  it('says nothing of an alert without a value', () => {
    expect(measured(someAlert())).toEqual([])
    expect(waterTitle(someAlert())).toBe('')
  })
})
