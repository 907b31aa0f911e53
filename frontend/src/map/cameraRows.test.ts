import { describe, expect, it } from 'vitest'
import type { Alert, Camera, CameraState, Level } from '@/centre/types'
import { alertsByCamera, matches, rowsOf, worstFirst } from './cameraRows'

const state = (link: CameraState['link']): CameraState => ({
  link,
  faults: [],
  reason: null,
  detail: null,
  last_frame_at: null,
  reconnects: 0,
  adapter: null,
  streams: {},
  changed_at: null,
})
const camera = (id: string, hotspot = 'river'): Camera => ({
  id,
  name: { zh: `河道 ${id}`, en: `River ${id}` },
  hotspot,
  position: { lon: 113, lat: 34 },
  record: 'sub',
  has_main: false,
  enabled: true,
  analysis_fps: 5,
  zones: [],
  gauges: [],
  detectors: [],
  main: 'scene:river',
  sub: null,
  state: state('online'),
})
const alert = (id: string, level: Level, members: Alert['members'] = []): Alert =>
  ({
    id: `${id}-${level}`,
    level,
    members,
    camera: { id, name: { zh: '', en: '' }, hotspot: 'river' },
  }) as unknown as Alert

describe('cameras on the map', () => {
  it('come with their gravest alert', () => {
    const [row] = rowsOf([camera('1')], {}, [alert('1', 3), alert('1', 2)])
    expect(row).toMatchObject({ level: 2, look: 'online' })
  })

  it('follow the state that came last, not the one of the list', () => {
    expect(rowsOf([camera('1')], { 1: state('offline') }, [])[0]?.look).toBe('offline')
  })

  it('share an alert of cameras lost together until they are back', () => {
    const grouped = alertsByCamera([
      alert('1', 4, [
        { camera_id: '1', ended: true },
        { camera_id: '2', ended: false },
      ]),
    ])
    expect([...grouped.keys()]).toEqual(['2'])
  })

  it('stand worst first: alerts, then states, then the order of the list', () => {
    const rows = rowsOf([camera('1'), camera('2'), camera('3'), camera('4')], { 3: state('offline') }, [alert('4', 1)])
    expect(worstFirst(rows).map((row) => row.camera.id)).toEqual(['4', '3', '1', '2'])
  })

  it('are found by either name and by hotspot', () => {
    const [row] = rowsOf([camera('7')], {}, [])
    expect(
      row && [
        matches(row, '', 'RIVER'),
        matches(row, '', '河道'),
        matches(row, 'town', ''),
        matches(row, 'river', ' 7 '),
      ],
    ).toEqual([true, true, false, true])
  })
})
