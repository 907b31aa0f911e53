// Every page while the centre refuses or fails: none of them may say that there is nothing.
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, Suspense, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type RouteRecordRaw } from 'vue-router'
import { useAlerts } from '@/alerts/alerts'
import { useCameras } from '@/centre/cameras'
import { useSession } from '@/centre/session'
import { useDesks } from '@/incidents/reports/desks'
import { useOwed } from '@/incidents/reports/owed'
import { useSite } from '@/centre/site'
import type { Role, User } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'

const groups = import.meta.glob<RouteRecordRaw[]>('../*/pages.ts', { eager: true, import: 'pages' })
const routes = Object.values(groups).flat()
const paths = routes.flatMap((route) => [route, ...(route.children ?? [])]).filter(({ meta }) => !meta?.bare)
/** What lists say when they are empty, and counters when they count nothing. */
const NOTHING = /没有(符合|待|预警|事件|摄像机|录像|正在|您|记录|任务|人)|暂无|尚无|全部 0|待处置 0|共 0|0 人值守/
const SAID = '这里坏了'
let asked: string[]

function answers(status: number): void {
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    const error = { code: 'broken', message: { zh: SAID, en: 'broken' }, fields: {} }
    return Promise.resolve(new Response(JSON.stringify({ error }), { status }))
  })
}

async function open(path: string, role: Role): Promise<string> {
  useSession().user = { id: 'u', username: 'u', display_name: '某人', role } as User
  const router = createRouter({ history: createMemoryHistory(), routes })
  // As the frame of the page does when it connects.
  const stores = [useCameras(), useAlerts(), useSite(), useDesks(), useOwed()]
  await Promise.allSettled(stores.map((store) => store.load()))
  await router.push(path.replace(':reportId', 'r').replace(':id', 'x'))
  const shown = h(Suspense, null, { default: () => h(RouterView as Component) })
  const page = mount({ render: () => shown }, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await flushPromises()
  const text = page.text()
  page.unmount()
  return text
}

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  asked = []
})
afterEach(() => vi.unstubAllGlobals())

it('says that there is nothing once it knows it', async () => {
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify({ items: [], total: 0, page: 1, page_size: 50 }), { status: 200 })),
  )
  expect(await open('/alerts', 'admin')).toMatch(NOTHING)
})

describe.each(paths.map((route) => route.path))('the page %s', (path) => {
  it.each([403, 500])('says that it could not read (%i)', async (status) => {
    answers(status)
    const text = await open(path, 'admin')
    expect(text).not.toMatch(NOTHING)
    expect([path, asked, text.includes(SAID)]).toEqual([path, asked, true])
  })
})
