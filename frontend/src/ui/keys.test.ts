import { describe, expect, it } from 'vitest'
import { commandFor, isTyping } from './keys'

const free = { choosingReason: false, typing: false }
const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...more,
})

describe('the keys of the wall', () => {
  it.each([
    ['a', 'acknowledge'],
    ['A', 'acknowledge'],
    ['c', 'confirm'],
    ['d', 'dismiss'],
    ['s', 'shelve'],
    ['p', 'playback'],
    ['f', 'full'],
    ['/', 'search'],
    ['?', 'help'],
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['k', 'previous'],
    ['ArrowUp', 'previous'],
    ['Escape', 'back'],
  ])('%s means %s', (key, meaning) => {
    expect(commandFor(press(key), free)).toEqual({ do: meaning })
  })

  it('choose a layout by number', () => {
    expect(commandFor(press('1'), free)).toEqual({ do: 'layout', cells: 1 })
    expect(commandFor(press('6'), free)).toEqual({ do: 'layout', cells: 44 })
    expect(commandFor(press('7'), free)).toBeNull()
  })

  it('choose the reason by number while an alert is being dismissed', () => {
    const choosing = { choosingReason: true, typing: false }
    expect(commandFor(press('2'), choosing)).toEqual({ do: 'reason', reason: 'duplicate' })
    expect(commandFor(press('5'), choosing)).toBeNull()
  })

  it('leave typed text and the keys of the browser alone', () => {
    expect(commandFor(press('a'), { choosingReason: false, typing: true })).toBeNull()
    expect(commandFor(press('Escape'), { choosingReason: false, typing: true })).toEqual({ do: 'back' })
    expect(commandFor(press('c', { ctrlKey: true }), free)).toBeNull()
  })

  it('act once when held down, but go on choosing cards', () => {
    expect(commandFor(press('c', { repeat: true }), free)).toBeNull()
    expect(commandFor(press('j', { repeat: true }), free)).toEqual({ do: 'next' })
  })

  it('belong to a text field, not to a checkbox', () => {
    const field = document.createElement('input')
    const box = document.createElement('input')
    box.type = 'checkbox'
    expect([isTyping(field), isTyping(box), isTyping(document.body), isTyping(null)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
