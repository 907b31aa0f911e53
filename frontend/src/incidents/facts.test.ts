import { describe, expect, it } from 'vitest'
import { instant, wallTime } from '@/time/zonedTime'
import { changes, isPlaced, NO_FACTS } from './facts'
import type { IncidentDetail } from '@/centre/types'

const ZONE = 'Asia/Shanghai'
const before = {
  ...NO_FACTS,
  title: '北坡冒烟',
  hotspot: 'river',
  position: { lon: 113.2, lat: 34.7 },
  occurred: '2026-11-23T15:42:00',
}

describe('what is known of an incident', () => {
  it('is sent only where it differs', () => {
    expect(changes(before, { ...before, position: { lon: 113.2, lat: 34.7 } }, ZONE)).toEqual({})
    expect(changes(before, { ...before, level: '1', kind: 'flame', title: ' 北坡明火 ' }, ZONE)).toEqual({
      level: 1,
      kind: 'flame',
      title: '北坡明火',
    })
  })

  it('can be taken back', () => {
    const after = { ...before, hotspot: '', position: null, occurred: '' }
    expect(changes(before, after, ZONE)).toEqual({ hotspot: null, position: null, occurred_at: null })
  })

  it('has its times on the site’s clock', () => {
    expect(changes(before, { ...before, occurred: '2026-11-23T08:00' }, ZONE)).toEqual({
      occurred_at: '2026-11-23T00:00:00.000Z',
    })
    expect([wallTime('2026-11-23T00:00:30Z', ZONE), wallTime(null, ZONE), instant('', ZONE)]).toEqual([
      '2026-11-23T08:00:30',
      '',
      null,
    ])
  })
})

describe('the place of an event', () => {
  const position = { lon: 113.2, lat: 34.7 }
  const incident = (more: object) => ({ position, source: null, timeline: [], ...more }) as unknown as IncidentDetail
  const changed = (data: object) => [{ subject: 'incident', to: 'changed', data }]

  it('is that of the camera until somebody says otherwise', () => {
    expect(isPlaced(incident({}))).toBe(false)
    expect(isPlaced(incident({ source: { channel: 'alert' } }))).toBe(false)
    expect(isPlaced(incident({ timeline: changed({ level: [3, 2] }) }))).toBe(false)
    expect(isPlaced(incident({ position: null, source: { channel: 'phone' } }))).toBe(false)
  })

  it('is known where a person reported it, or marked it on the map', () => {
    expect(isPlaced(incident({ source: { channel: 'phone' } }))).toBe(true)
    expect(isPlaced(incident({ timeline: changed({ position: [null, position] }) }))).toBe(true)
  })
})
