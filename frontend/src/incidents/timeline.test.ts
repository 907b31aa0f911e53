import { describe, expect, it } from 'vitest'
import type { Transition } from '@/centre/types'
import { daysOf, sharedReason, type Entry } from './timeline'

const ZONE = 'Asia/Shanghai'
const PERSON = { id: '1', display_name: '张三', role: 'duty_officer' }
let next = 0
const row = (to: string, overrides: Partial<Transition> = {}): Transition => ({
  number: (next += 1),
  subject: 'alert',
  subject_id: 'a',
  from: 'raised',
  to,
  at: '2026-11-23T07:42:07Z',
  actor: null,
  reason: null,
  note: null,
  elapsed_ms: null,
  data: {},
  ...overrides,
})
const shape = (...rows: Transition[]): string[][] =>
  daysOf(rows, ZONE, false).map((day) => day.entries.map((entry) => `${entry[0].to} ${entry.length}`))

describe('the timeline by days', () => {
  it('counts each kind that the machine repeats, interleaved as it is, where the newest stands', () => {
    expect(shape(row('called'), row('repeated'), row('called'), row('ended'), row('repeated'), row('called'))).toEqual([
      ['called 3', 'repeated 2', 'ended 1'],
    ])
  })

  it('counts nothing together across an act of a person', () => {
    expect(shape(row('called'), row('called'), row('acknowledged', { actor: PERSON }), row('called'))).toEqual([
      ['called 1', 'acknowledged 1', 'called 2'],
    ])
  })

  it('leaves every change of state, of level and every act of a person a line of its own', () => {
    const acts = [row('note', { actor: PERSON }), row('note', { actor: PERSON })]
    expect(shape(row('raised'), row('raised'), row('level'), row('level'), ...acts)).toEqual([
      ['level 1', 'level 1', 'raised 1', 'raised 1', 'note 1', 'note 1'],
    ])
  })

  it('begins a new day, and a new count, at midnight of the site', () => {
    const rows = [row('called', { at: '2026-11-23T15:59:59Z' }), row('called', { at: '2026-11-23T16:00:00Z' })]
    expect(daysOf(rows, ZONE, false).map((day) => [day.day, day.entries.length])).toEqual([
      ['2026-11-24', 1],
      ['2026-11-23', 1],
    ])
  })

  it('leaves out the machine when only people are asked for', () => {
    const rows = [row('raised'), row('acknowledged', { actor: PERSON }), row('called')]
    expect(daysOf(rows, ZONE, true).flatMap((day) => day.entries.flat().map((one) => one.to))).toEqual(['acknowledged'])
  })

  it('names a reason only where all rows of the entry share it', () => {
    const called = (reason: string): Transition => row('called', { reason })
    const entry = (first: string, second: string): Entry => [called(first), called(second)]
    expect(sharedReason(entry('step', 'step'))).toBe('step')
    expect(sharedReason(entry('step', 'reminder')), 'both: nobody has taken it').toBe('step')
    expect(sharedReason(entry('step', 'unheard'))).toBeNull()
  })
})
