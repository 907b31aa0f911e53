import { describe, expect, it } from 'vitest'
import { mapLinks } from './mapApps'

const POSITION = { lon: 113.2668, lat: 34.7662 }
const SHIFTED = { lon: 113.2729, lat: 34.765 }

describe('the links of map apps', () => {
  it('have the place in the datum that each app takes', () => {
    const links = mapLinks({ position: POSITION, position_gcj02: SHIFTED }, '现场 A&B', true)
    expect(links.system).toBe('geo:34.7662,113.2668?q=34.7662,113.2668')
    expect(links.amap).toContain('to=113.2729,34.765,%E7%8E%B0%E5%9C%BA%20A%26B&mode=car')
    expect(links.baidu).toMatch(/^bdapp:.*latlng:34\.765,113\.2729&coord_type=gcj02/)
    expect(links.apple).toContain('daddr=34.765,113.2729')
  })

  it('open Baidu Maps by its scheme on other phones than those with Android', () => {
    expect(mapLinks({ position: POSITION, position_gcj02: SHIFTED }, '', false).baidu).toMatch(/^baidumap:/)
  })

  it('are none without a position, and the phone’s own alone where only WGS84 is known', () => {
    expect(mapLinks({ position: null, position_gcj02: null }, '', false)).toEqual({})
    expect(Object.keys(mapLinks({ position: POSITION, position_gcj02: null }, '', false))).toEqual(['system'])
  })
})
