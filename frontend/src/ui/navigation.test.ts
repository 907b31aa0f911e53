import { describe, expect, it } from 'vitest'
import type { RouteRecordRaw } from 'vue-router'
import { navEntries } from './navigation'

const component = {}
const routes: RouteRecordRaw[] = [
  { path: '/later', name: 'later', component, meta: { nav: { place: 20, title: 'common.all' } } },
  { path: '/hidden', name: 'hidden', component },
  { path: '/first', name: 'first', component, meta: { nav: { place: 10, title: 'common.none' } } },
  { path: '/closed', name: 'closed', component, meta: { nav: { place: 5, title: 'common.save' }, roles: ['admin'] } },
]
const names = (may: () => boolean): string[] => navEntries(routes, 'nav', may).map((entry) => entry.name)

describe('a navigation', () => {
  it('shows the pages that have a place in it, in the order of their places', () => {
    expect(names(() => true)).toEqual(['closed', 'first', 'later'])
  })

  it('leaves out what this person may not open', () => {
    expect(names(() => false)).toEqual(['first', 'later'])
  })

  it('leaves out what stands there for others, though this person may open it', () => {
    const nav = { place: 1, title: 'common.all' as const, roles: ['responder' as const] }
    const page: RouteRecordRaw = { path: '/own', component, meta: { nav, roles: ['responder', 'commander'] } }
    expect(navEntries([page], 'nav', (...roles) => roles.includes('commander'))).toEqual([])
    expect(navEntries([page], 'nav', (...roles) => roles.includes('responder'))).toHaveLength(1)
  })

  it('knows nothing of the entries of another', () => {
    expect(navEntries(routes, 'tab', () => true)).toEqual([])
  })
})
