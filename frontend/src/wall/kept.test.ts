import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { readChoice, useKeptChoice } from './kept'

const first = { hotspot: null, search: '', cells: 44, page: 0, alertsFirst: true, tour: false }

describe('what the browser remembers of the wall', () => {
  it('is nothing on the first visit, and nothing where it cannot be read', () => {
    for (const kept of [null, '', '{', 'null', '7']) expect(readChoice(kept, first)).toEqual(first)
  })

  it('is the layout, the filter, the search and the page', () => {
    const choice = { hotspot: 'river', search: '闸', cells: 9, page: 2, alertsFirst: false, tour: true }
    expect(readChoice(JSON.stringify(choice), first)).toEqual(choice)
  })

  it('leaves out a layout or a page that there is not', () => {
    expect(readChoice(JSON.stringify({ hotspot: 3, search: 5, cells: 7, page: -1, tour: 1 }), first)).toEqual(first)
  })

  it('leaves out a hotspot that is gone, once it is known which there are', async () => {
    localStorage.setItem('wall.choice', JSON.stringify({ ...first, hotspot: 'gone' }))
    const known = ref<string[]>([])
    const choice = useKeptChoice(first, () => known.value)
    expect(choice.hotspot).toBe('gone')
    known.value = ['river']
    await nextTick()
    expect(choice.hotspot).toBeNull()
  })

  it('outlasts a visit to another page, and a new filter begins at the first page', async () => {
    const choice = useKeptChoice(first, () => ['river'])
    Object.assign(choice, { cells: 9 })
    choice.page = 3
    await nextTick()
    expect(useKeptChoice(first, () => ['river'])).toMatchObject({ cells: 9, page: 3 })
    choice.hotspot = 'river'
    expect(choice.page).toBe(0)
  })
})
