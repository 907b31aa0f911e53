// Links by which a phone's map app leads to a place. Pure.
import type { MyTask } from '@/centre/types'

export const MAP_APPS = ['system', 'amap', 'baidu', 'apple'] as const
export type MapApp = (typeof MAP_APPS)[number]
type Place = Pick<MyTask, 'position' | 'position_gcj02'>

/** Baidu Maps is opened from a web page by a scheme of its own on Android. */
const baiduOf = (android: boolean): string => (android ? 'bdapp' : 'baidumap')

/**
 * The links by app, in the datum that each takes: `geo:` of the phone WGS84; the apps of China GCJ-02, some 500 m
 * beside it. None without a position; a task that was kept by an older page has no place in GCJ-02, and `geo:` alone.
 * `name` is what the app calls the place: its maker reads it.
 */
export function mapLinks(place: Place, name: string, android: boolean): Partial<Record<MapApp, string>> {
  const { position, position_gcj02: shifted } = place
  if (!position) return {}
  const { lat, lon } = position
  const system = `geo:${lat},${lon}?q=${lat},${lon}`
  if (!shifted) return { system }
  const [there, called] = [`${shifted.lat},${shifted.lon}`, encodeURIComponent(name)]
  const source = `${android ? 'andr' : 'ios'}.command-center.respond`
  const baidu = `name:${called}|latlng:${there}&coord_type=gcj02&mode=driving&src=${source}`
  return {
    system,
    amap: `https://uri.amap.com/navigation?to=${shifted.lon},${shifted.lat},${called}&mode=car&callnative=1`,
    baidu: `${baiduOf(android)}://map/direction?destination=${baidu}`,
    apple: `https://maps.apple.com/?daddr=${there}&dirflg=d`,
  }
}
