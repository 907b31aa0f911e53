import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { guardDoubleClicks } from './doubleClick'

let clicked: string[]

function button(name: string): HTMLButtonElement {
  const made = document.createElement('button')
  made.addEventListener('click', () => clicked.push(name))
  document.body.append(made)
  return made
}

/** A click of a pointer at a place and time; `detail` 0 is one by the keyboard. */
function click(on: Element, x: number, at: number, detail = 1): void {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true, clientX: x, clientY: 100, detail })
  vi.spyOn(event, 'timeStamp', 'get').mockReturnValue(at)
  on.dispatchEvent(event)
}

beforeAll(() => guardDoubleClicks(document))
let now = 0
beforeEach(() => {
  clicked = []
  now += 10_000
  document.body.replaceChildren()
})

describe('a double click', () => {
  it('does not fall on what has come into the place of what was clicked', () => {
    const seen = button('seen')
    const out = button('sign out')
    click(seen, 500, now)
    click(out, 503, now + 200)
    expect(clicked).toEqual(['seen'])
    click(out, 503, now + 900)
    expect(clicked).toEqual(['seen', 'sign out'])
  })

  it('is left to the thing itself where both halves fall on it', () => {
    const tile = button('tile')
    click(tile, 500, now)
    click(tile, 500, now + 150, 2)
    expect(clicked).toEqual(['tile', 'tile'])
  })

  it('is not two quick clicks at two places, and not two keys', () => {
    const one = button('one')
    const two = button('two')
    click(one, 100, now)
    click(two, 300, now + 100)
    click(one, 0, now + 150, 0)
    click(two, 0, now + 160, 0)
    expect(clicked).toEqual(['one', 'two', 'one', 'two'])
  })
})
