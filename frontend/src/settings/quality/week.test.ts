import { describe, expect, it } from 'vitest'
import { dayOf, shifted } from './week'

describe('days of a week', () => {
  it('are those of the site, not of the browser', () => {
    expect(dayOf('2026-04-26T16:00:00Z', 'Asia/Shanghai')).toBe('2026-04-27')
  })

  it('count over the end of a month and of a year', () => {
    expect([shifted('2026-05-01', -7), shifted('2026-12-28', 7)]).toEqual(['2026-04-24', '2027-01-04'])
  })
})
