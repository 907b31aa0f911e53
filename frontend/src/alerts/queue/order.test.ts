import { describe, expect, it } from 'vitest'
import { someAlert } from '@/testing/alerts'
import { HOLD, QueueOrder } from './order'

const one = someAlert({ id: 'one', level: 1 })
const two = someAlert({ id: 'two', level: 2 })
const four = someAlert({ id: 'four', level: 4 })

describe('the order of the queue', () => {
  it('puts the most urgent on top: state, then level, then who waits longest', () => {
    const taken = someAlert({ id: 'taken', level: 1, state: 'acknowledged' })
    const over = someAlert({ id: 'over', level: 1, state: 'cleared_unacknowledged' })
    const older = someAlert({ id: 'older', level: 4, raised_at: '2026-11-23T07:00:00.000000Z' })
    expect(new QueueOrder().arrange([taken, four, over, older, two, one], 0, false)).toEqual([
      'one',
      'two',
      'older',
      'four',
      'over',
      'taken',
    ])
  })

  it('puts a new alert to its place at once', () => {
    const order = new QueueOrder()
    order.arrange([two, four], 0, false)
    expect(order.arrange([two, four, one], 100, false)).toEqual(['one', 'two', 'four'])
  })

  it('puts a new alert to the end while the pointer is over the queue, and to its place 2 s later', () => {
    const order = new QueueOrder()
    order.arrange([two, four], 0, true)
    expect(order.arrange([two, four, one], 100, true)).toEqual(['two', 'four', 'one'])
    expect(order.arrange([two, four, one], 99 + HOLD, true)).toEqual(['two', 'four', 'one'])
    expect(order.arrange([two, four, one], 100 + HOLD, true)).toEqual(['one', 'two', 'four'])
  })

  it('holds a card in its place for 2 s after its state changed', () => {
    const order = new QueueOrder()
    order.arrange([one, two], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    expect(order.arrange([taken, two], 10, false)).toEqual(['one', 'two'])
    expect(order.arrange([taken, two], 10 + HOLD, false)).toEqual(['two', 'one'])
  })

  it('sorts at last even when changes never stop', () => {
    const order = new QueueOrder()
    let shown: string[] = order.arrange([one, two], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    for (let at = 100; at <= 2200; at += 100) shown = order.arrange([taken, { ...two, count: at }], at, false)
    expect(shown).toEqual(['two', 'one'])
  })

  it('keeps the card at work in its place, so that the next key is pressed in sight of it', () => {
    const order = new QueueOrder()
    order.arrange([one, two], 0, false)
    const taken = someAlert({ id: 'one', level: 1, state: 'acknowledged' })
    order.arrange([taken, two], 10, false, 'one')
    expect(order.arrange([taken, two], 9000, false, 'one')).toEqual(['one', 'two'])
    order.arrange([taken, two], 10_010, false, null)
    expect(order.arrange([taken, two], 10_010 + HOLD, false, null)).toEqual(['two', 'one'])
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
