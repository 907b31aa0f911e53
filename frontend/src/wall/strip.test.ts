import { describe, expect, it } from 'vitest'
import { someAlert } from '@/queue/fixtures'
import { bar } from './strip'

const NOW = Date.parse('2026-11-23T08:00:00Z')

describe('an alert on the strip of the last hour', () => {
  it('reaches to now while it lasts', () => {
    expect(bar(someAlert({ started_at: '2026-11-23T07:45:00Z' }), NOW)).toMatchObject({ left: 75, width: 25 })
  })

  it('ends where its condition ended', () => {
    const ended = someAlert({ started_at: '2026-11-23T07:30:00Z', ended_at: '2026-11-23T07:45:00Z' })
    expect(bar(ended, NOW)).toMatchObject({ left: 50, width: 25 })
  })

  it('is never too thin to be seen, not even at the edge', () => {
    expect(bar(someAlert({ started_at: '2026-11-23T08:00:00Z' }), NOW)).toMatchObject({ left: 99.5, width: 0.5 })
  })

  it('is left out when it lies before', () => {
    const old = someAlert({ started_at: '2026-11-23T06:00:00Z', ended_at: '2026-11-23T06:30:00Z' })
    expect(bar(old, NOW)).toBeNull()
  })
})
