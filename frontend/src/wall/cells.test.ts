import { describe, expect, it } from 'vitest'
import type { Camera } from '@/centre/types'
import { arrange, type Choice } from './cells'

const cameras = Array.from({ length: 44 }, (_, index) => ({
  id: `cam-${index}`,
  name: { zh: index < 12 ? `五云山 ${index + 1} 号` : `河道 ${index} 号`, en: `Camera ${index}` },
  hotspot: index < 12 ? 'mountain' : 'river',
})) as Camera[]
const all: Choice = { hotspot: null, search: '', cells: 44, page: 0, alertsFirst: true, tour: false }

describe('the cameras on the wall', () => {
  it('fill seven columns when all 44 are shown', () => {
    expect(arrange(cameras, all)).toMatchObject({ columns: 7, rows: 7, pages: 1 })
  })

  it.each([
    [1, 1],
    [4, 2],
    [9, 3],
    [16, 4],
    [25, 5],
  ])('of layout %i stand in %i columns', (cells, columns) => {
    expect(arrange(cameras, { ...all, cells })).toMatchObject({ columns, pages: Math.ceil(44 / cells) })
  })

  it('turn pages, and never beyond the last', () => {
    const last = arrange(cameras, { ...all, cells: 9, page: 99 })
    expect(last.page).toBe(4)
    expect(last.cameras.map((camera) => camera.id)).toEqual([
      'cam-36',
      'cam-37',
      'cam-38',
      'cam-39',
      'cam-40',
      'cam-41',
      'cam-42',
      'cam-43',
    ])
  })

  it('grow when a hotspot has fewer than the layout holds', () => {
    expect(arrange(cameras, { ...all, hotspot: 'mountain' })).toMatchObject({ columns: 4, rows: 3 })
  })

  it('that have alerts come first where not all have room, and only if that is wished', () => {
    const first = (choice: Partial<Choice>): string[] =>
      arrange(cameras, { ...all, ...choice }, ['cam-40', 'cam-3']).cameras.slice(0, 3).map((camera) => camera.id)
    expect(first({ cells: 4 })).toEqual(['cam-40', 'cam-3', 'cam-0'])
    expect(first({ cells: 4, alertsFirst: false })).toEqual(['cam-0', 'cam-1', 'cam-2'])
    expect(first({})).toEqual(['cam-0', 'cam-1', 'cam-2'])
    expect(first({ cells: 4, hotspot: 'river' })).toEqual(['cam-40', 'cam-12', 'cam-13'])
  })

  it('are found by either name', () => {
    expect(arrange(cameras, { ...all, search: '五云山 12' }).cameras).toHaveLength(1)
    expect(arrange(cameras, { ...all, search: 'camera 43' }).cameras).toHaveLength(1)
    expect(arrange(cameras, { ...all, search: 'nowhere' }).cameras).toEqual([])
  })
})
