import { describe, expect, it } from 'vitest'
import { Selection, SETTLE, STAYS } from './selection'

describe('the chosen card', () => {
  it('is the most urgent at first', () => {
    const selection = new Selection()
    expect(selection.follow(['a', 'b'], 0)).toBe('a')
    expect(selection.settled(0)).toBe(true)
  })

  it('stays with what the officer chose, even when something more urgent comes', () => {
    const selection = new Selection()
    selection.follow(['a', 'b'], 0)
    selection.step(['a', 'b'], 1, 100)
    expect(selection.follow(['new', 'a', 'b'], 200)).toBe('b')
    expect(selection.follow(['new', 'a', 'b'], 101 + STAYS)).toBe('new')
  })

  it('does not let a key act that was meant for the card before', () => {
    const selection = new Selection()
    selection.follow(['a'], 0)
    selection.follow(['new', 'a'], STAYS)
    expect(selection.settled(STAYS + 100)).toBe(false)
    expect(selection.settled(STAYS + SETTLE)).toBe(true)
  })

  it('goes to the most urgent when its card has gone', () => {
    const selection = new Selection()
    selection.choose('b', 0)
    expect(selection.follow(['a'], 100)).toBe('a')
    expect(selection.follow([], 200)).toBeNull()
  })

  it('stops at both ends of the list', () => {
    const selection = new Selection()
    expect(selection.step(['a', 'b'], -1, 0)).toBe('a')
    expect(selection.step(['a', 'b'], 5, 0)).toBe('b')
    expect(selection.step([], 1, 0)).toBeNull()
  })
})
