import { describe, expect, it } from 'vitest'
import { begin, MOST, redo, step, undo } from './steps'

describe('steps of drawing', () => {
  it('are taken back and done again in order', () => {
    const drawn = step(step(begin('a'), 'b'), 'c')
    const back = undo(undo(drawn))
    expect([back.present, undo(back).present, redo(back).present, redo(redo(back)).present]).toEqual([
      'a',
      'a',
      'b',
      'c',
    ])
  })

  it('forget what was undone once something else is drawn', () => {
    const other = step(undo(step(begin('a'), 'b')), 'c')
    expect([redo(other).present, undo(other).present]).toEqual(['c', 'a'])
  })

  it('keep a bounded past', () => {
    let steps = begin(0)
    for (let number = 1; number <= MOST + 50; number += 1) steps = step(steps, number)
    expect([steps.past.length, steps.past[0]]).toEqual([MOST, 50])
  })
})
