import { describe, expect, it } from 'vitest'
import { en, zh } from '@/i18n/gathered'
import { router } from './router'

const pages = router.getRoutes()
const entries = pages.flatMap(({ meta }) => [meta.nav, meta.tab].filter((entry) => entry !== undefined))
const said = (words: object, key: string): unknown =>
  key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], words)

describe('the pages of all features', () => {
  it('have each a path of its own', () => {
    const paths = pages.map((page) => page.path)
    expect(paths).toEqual([...new Set(paths)])
    expect(paths).toEqual(expect.arrayContaining(['/', '/login', '/alerts/:id', '/settings/cameras/:id/setup']))
  })

  it('have a name in both languages where they stand in a navigation', () => {
    const titles = entries.map((entry) => entry.title)
    expect(titles.filter((key) => typeof said(zh, key) !== 'string' || typeof said(en, key) !== 'string')).toEqual([])
    expect(titles.length).toBeGreaterThan(9)
  })

  it('have each a place of its own in the navigation', () => {
    const places = pages.flatMap(({ meta }) => (meta.nav ? [meta.nav.place] : []))
    expect(new Set(places).size).toBe(places.length)
  })
})
