import { describe, expect, it } from 'vitest'
import { someAlert } from '@/testing/alerts'
import { HOLD, QueueOrder } from './order'

const one = someAlert({ id: 'one', level: 1 })
const two = someAlert({ id: 'two', level: 2 })
const next = someAlert({ id: 'next', level: 1, raised_at: '2026-11-23T07:43:00.000000Z' })
const four = someAlert({ id: 'four', level: 4 })

describe('the order of the queue', () => {
  it('is by level, then what nobody has taken, then who waits longest', () => {
    const taken = someAlert({ id: 'taken', level: 1, state: 'acknowledged' })
    const older = someAlert({ id: 'older', level: 4, raised_at: '2026-11-23T07:00:00.000000Z' })
    expect(new QueueOrder().arrange([taken, four, older, two, one], 0, false)).toEqual([
      'one',
      'taken',
      'two',
      'older',
      'four',
    ])
  })

  it('is the same whether a condition lasts, pauses or returns', () => {
    const order = new QueueOrder()
    order.arrange([one, two, four], 0, false)
    const paused = someAlert({ id: 'one', level: 1, state: 'cleared_unacknowledged' })
    expect(order.arrange([paused, two, four], HOLD + 1, false)).toEqual(['one', 'two', 'four'])
    expect(order.overtaken).toBeNull()
    expect(order.arrange([one, two, four], 3 * HOLD, false)).toEqual(['one', 'two', 'four'])
  })

  it('puts a new alert to its place at once', () => {
    const order = new QueueOrder()
    order.arrange([two, four], 0, false)
    expect(order.arrange([two, four, one], 100, false)).toEqual(['one', 'two', 'four'])
  })

  it('moves nothing while a hand is in the queue, and says which card belongs further up', () => {
    const order = new QueueOrder()
    order.arrange([two, four], 0, true)
    expect(order.overtaken).toBeNull()
    expect(order.arrange([two, four, one], 100, true)).toEqual(['two', 'four', 'one'])
    expect(order.arrange([two, four, one], 5 * HOLD, true)).toEqual(['two', 'four', 'one'])
    expect(order.overtaken).toBe('one')
    expect(order.arrange([two, four, one], 5 * HOLD + 1, false)).toEqual(['one', 'two', 'four'])
    expect(order.overtaken).toBeNull()
  })

  it('holds a card in its place for 2 s after its state changed', () => {
    const order = new QueueOrder()
    order.arrange([one, next], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    expect(order.arrange([taken, next], 10, false)).toEqual(['one', 'next'])
    expect(order.arrange([taken, next], 10 + HOLD, false)).toEqual(['next', 'one'])
  })

  it('sorts at last even when changes never stop', () => {
    const order = new QueueOrder()
    let shown: string[] = order.arrange([one, next], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    for (let at = 100; at <= 2200; at += 100) shown = order.arrange([taken, { ...next, count: at }], at, false)
    expect(shown).toEqual(['next', 'one'])
  })

  it('keeps the card at work in its place, so that the next key is pressed in sight of it', () => {
    const order = new QueueOrder()
    order.arrange([one, next], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    order.arrange([taken, next], 10, false, 'one')
    expect(order.arrange([taken, next], 9000, false, 'one')).toEqual(['one', 'next'])
    order.arrange([taken, next], 10_010, false, null)
    expect(order.arrange([taken, next], 10_010 + HOLD, false, null)).toEqual(['next', 'one'])
  })

  it('leaves a decided card where it was until it goes', () => {
    const order = new QueueOrder()
    order.arrange([one, two], 0, false)
    const done = someAlert({ id: 'one', level: 1, state: 'confirmed' })
    order.arrange([done, two], 10, false)
    expect(order.arrange([done, two], 10_000, false)).toEqual(['one', 'two'])
    expect(order.arrange([two], 11_000, false)).toEqual(['two'])
  })
})
