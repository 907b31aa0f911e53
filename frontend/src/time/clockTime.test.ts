import { describe, expect, it } from 'vitest'
import { age, clockTime, dateTime, dayName, longAge } from './clockTime'

const MOMENT = '2026-11-23T07:42:07.123456Z'

describe('times', () => {
  it('are shown in the zone of the site', () => {
    expect(clockTime(MOMENT, 'Asia/Shanghai')).toBe('15:42:07')
    expect(dateTime(MOMENT, 'Asia/Shanghai')).toBe('2026-11-23 15:42:07')
    expect(clockTime('2026-11-23T16:00:00Z', 'Asia/Shanghai')).toBe('00:00:00')
  })

  it('name the day in the language of the page', () => {
    expect(dayName(MOMENT, 'Asia/Shanghai', 'zh-CN')).toBe('11月23日 周一')
    expect(dayName(MOMENT, 'Asia/Shanghai', 'en')).toBe('Mon 23 Nov')
  })
})

describe('ages', () => {
  it('grow from minutes to hours', () => {
    expect([age(41_999), age(130_000), age(3_723_000), age(-5)]).toEqual(['00:41', '02:10', '1:02:03', '00:00'])
  })

  it('of pictures always show hours', () => {
    expect(longAge(133_000)).toBe('0:02:13')
  })
})
