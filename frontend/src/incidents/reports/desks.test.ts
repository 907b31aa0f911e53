import { describe, expect, it } from 'vitest'
import type { Desk } from '@/centre/types'
import { grouped, groupOf } from './desks'

const desk = (more: Partial<Desk>): Desk => ({ stage: 'draft', may_sign: false, returned: null, ...more }) as Desk
const back = { by: { id: '1', display_name: '李四', role: 'duty_leader' }, at: '', reason: '核实面积' } as Desk['returned']

describe('reports on desks', () => {
  it('wait for the signature of this person or of others', () => {
    expect(groupOf(desk({ stage: 'submitted', may_sign: true }))).toBe('mine')
    expect(groupOf(desk({ stage: 'submitted' }))).toBe('waiting')
  })

  it('that came back are no ordinary drafts', () => {
    expect(groupOf(desk({ returned: back }))).toBe('returned')
    expect(groupOf(desk({}))).toBe('drafts')
  })

  it('stand in the order in which they are worked off, without empty groups', () => {
    const mine = desk({ stage: 'submitted', may_sign: true })
    const rows = [desk({}), desk({ stage: 'signed' }), desk({ returned: back }), mine]
    expect(grouped(rows).map(({ group }) => group)).toEqual(['mine', 'returned', 'signed', 'drafts'])
  })
})
