import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { usePagedList } from './usePagedList'

type List = ReturnType<typeof usePagedList<{ id: string }>>
let urls: string[]
let answer: (url: string) => Promise<Response>

async function open(path: string) {
  let list: List | undefined
  const page = defineComponent({
    setup: () => {
      list = usePagedList<{ id: string }>('/things', ['level', 'from'])
      return () => h('p')
    },
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/list', component: page },
      { path: '/other', component: { template: '<p/>' } },
    ],
  })
  await router.push(path)
  mount(page, { global: { plugins: [createPinia(), router] } })
  await flushPromises()
  return { list: list as List, router }
}

describe('a list of the centre', () => {
  beforeEach(() => {
    urls = []
    answer = async () => new Response(JSON.stringify({ items: [{ id: 'a' }], total: 120, page: 1, page_size: 50 }))
    vi.stubGlobal('fetch', (url: string) => {
      urls.push(url)
      return answer(url)
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('asks for what its address says', async () => {
    const { list } = await open('/list?level=2&page=2&from=2026-11-23T08:00:00')
    expect(urls).toEqual(['/api/things?level=2&from=2026-11-23T00%3A00%3A00.000Z&page=2&page_size=50'])
    expect([list.pages.value, list.items.value.length, list.loading.value]).toEqual([3, 1, false])
  })

  it('begins at the first page again when a filter changes', async () => {
    const { list, router } = await open('/list?page=3')
    list.set('level', '1')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ level: '1' })
    expect(urls.at(-1)).toBe('/api/things?level=1&page=1&page_size=50')
  })

  it('keeps what it shows when a reload fails, and says why', async () => {
    const { list } = await open('/list')
    answer = () => Promise.reject(new TypeError('no network'))
    await list.reload()
    expect([list.items.value.length, (list.error.value as Error).name]).toEqual([1, 'NetworkError'])
  })

  it('asks nothing when one leaves the page', async () => {
    const { router } = await open('/list?level=1')
    await router.push('/other?level=2')
    await flushPromises()
    expect(urls).toHaveLength(1)
  })
})
