import { describe, expect, it } from 'vitest'
import { boundsOf, dayOf, instantOf, shiftDay, wallTimeOf } from './zonedTime'

const SHANGHAI = 'Asia/Shanghai'

describe('times of the site', () => {
  it('reads a wall-clock time in the zone of the site', () => {
    expect(instantOf('2026-11-23T15:42:07', SHANGHAI)).toBe(Date.parse('2026-11-23T07:42:07Z'))
  })

  it('writes an instant as the wall clock of the site shows it', () => {
    expect(wallTimeOf(Date.parse('2026-11-23T16:00:00Z'), SHANGHAI)).toBe('2026-11-24T00:00:00')
  })

  it('finds the calendar day of the site, not that of UTC', () => {
    expect(dayOf(Date.parse('2026-11-23T17:00:00Z'), SHANGHAI)).toBe('2026-11-24')
  })

  it('bounds a day by the midnights of the site', () => {
    const { from, to } = boundsOf('2026-11-23', SHANGHAI)
    expect(new Date(from).toISOString()).toBe('2026-11-22T16:00:00.000Z')
    expect(to - from).toBe(86_400_000)
  })

  it('knows that a day of a clock change has 25 hours', () => {
    const { from, to } = boundsOf('2026-10-25', 'Europe/Berlin')
    expect((to - from) / 3_600_000).toBe(25)
  })

  it('steps over the end of a month', () => {
    expect(shiftDay('2026-11-30', 1)).toBe('2026-12-01')
    expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28')
  })
})
