import { describe, expect, it } from 'vitest'
import { someAlert } from '@/testing/alerts'
import { bar, piles } from './strip'

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

describe('a storm on the strip', () => {
  it('is drawn as one bar that counts, for each level', () => {
    const storm = Array.from({ length: 2000 }, (_, number) =>
      someAlert({
        id: `a${number}`,
        level: number % 2 ? 1 : 3,
        started_at: new Date(NOW - 600_000 + number).toISOString(),
      }),
    )
    const drawn = piles([...storm, someAlert({ started_at: '2026-11-23T07:20:00Z' })], NOW)
    expect(drawn.map((pile) => [pile.bar.level, pile.count])).toEqual([
      [3, 1000],
      [1, 1000],
      [someAlert({}).level, 1],
    ])
  })

  it('leaves what can be told apart', () => {
    const two = ['2026-11-23T07:45:00Z', '2026-11-23T07:46:00Z'].map((started_at) => someAlert({ started_at }))
    expect(piles(two, NOW)).toHaveLength(2)
  })
})
