import { describe, expect, it } from 'vitest'
import { pageCount, readFilters, readPage, toQuery } from './filters'

describe('filters in the address', () => {
  it('takes only the names that the list knows', () => {
    expect(readFilters({ state: 'raised', other: 'x', q: '' }, ['state', 'q'])).toEqual({ state: 'raised' })
  })

  it('takes the first of a name given twice', () => {
    expect(readFilters({ level: ['1', '2'] }, ['level'])).toEqual({ level: '1' })
  })

  it('counts pages from one and ignores nonsense', () => {
    expect([readPage({ page: '3' }), readPage({ page: '-1' }), readPage({ page: 'x' }), readPage({})]).toEqual([
      3, 1, 1, 1,
    ])
  })

  it('asks the centre in UTC for times on the wall clock of the site', () => {
    expect(toQuery({ from: '2026-11-23T08:00:00', level: '2' }, 'Asia/Shanghai')).toEqual({
      from: '2026-11-23T00:00:00.000Z',
      level: '2',
    })
  })

  it('leaves an unreadable time out', () => {
    expect(toQuery({ from: 'yesterday' }, 'Asia/Shanghai')).toEqual({})
  })

  it('has at least one page', () => {
    expect([pageCount(0, 50), pageCount(50, 50), pageCount(51, 50)]).toEqual([1, 1, 2])
  })
})
