import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n, setLocale } from '@/i18n'
import AccountPage from './AccountPage.vue'

const SESSION = {
  created_at: '2026-05-01T08:00:00Z',
  seen_at: '2026-05-01T09:00:00Z',
  expires_at: '2026-05-01T21:00:00Z',
}
const SESSIONS = [
  { ...SESSION, id: 'phone', address: '10.0.0.9', agent: 'Mozilla/5.0 (Android 14) Chrome/142.0', current: false },
  { ...SESSION, id: 'desk', address: '10.0.0.7', agent: 'Mozilla/5.0 (Windows) Firefox/145.0', current: true },
]
const FACTOR = { enrolled_at: null, recovery_codes: 0, needed: false, put_off_until: null }
const LOADED = ['GET /api/second-factor', 'GET /api/sessions']
let asked: string[]
let refused: Response | null

async function open(): Promise<{ page: VueWrapper; router: Router }> {
  const routes = [{ path: '/:rest(.*)*', component: { template: '<p />' } }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/account')
  const page = mount(AccountPage, { global: { plugins: [createPinia(), router, i18n] } })
  await flushPromises()
  return { page, router }
}

async function change(page: VueWrapper, ...words: string[]): Promise<void> {
  const fields = page.findAll('input')
  for (const [place, word] of words.entries()) await fields[place]!.setValue(word)
  await page.get('form').trigger('submit')
  await flushPromises()
}

describe("the page of one's own account", () => {
  beforeEach(() => {
    setLocale('en')
    asked = []
    refused = null
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push(`${init.method} ${url}`)
      if (init.method === 'GET') return new Response(JSON.stringify(url === '/api/second-factor' ? FACTOR : SESSIONS))
      return refused ?? new Response(null, { status: 204 })
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('lists where one is signed in and marks this browser', async () => {
    const { page } = await open()
    const cells = page.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(cells.map((row) => row.slice(0, 2))).toEqual([
      ['Chrome · Android', '10.0.0.9'],
      ['Firefox · Windows (this one)', '10.0.0.7'],
    ])
  })

  it('ends another session and stays', async () => {
    const { page, router } = await open()
    await page.findAll('tbody button')[0]!.trigger('click')
    await flushPromises()
    expect(asked.slice(LOADED.length)).toEqual(['DELETE /api/sessions/phone', 'GET /api/sessions'])
    expect(router.currentRoute.value.path).toBe('/account')
  })

  it('signs out everywhere and leaves', async () => {
    const { page, router } = await open()
    await page.findAll('button').find((button) => button.text() === 'Sign out everywhere')!.trigger('click')
    await flushPromises()
    expect(asked.at(-1)).toBe('DELETE /api/sessions')
    expect(router.currentRoute.value.path).toBe('/login')
  })

  it('asks for the new password twice', async () => {
    const { page } = await open()
    await change(page, 'present', 'lantern bridge', 'lantern bright')
    expect(page.text()).toContain('The two new passwords differ')
    expect(asked).toEqual(LOADED)
  })

  it('says in the language of the page why a password is refused', async () => {
    const message = { zh: '太容易被猜到', en: 'This password is easily guessed' }
    refused = new Response(JSON.stringify({ error: { code: 'weak_password', message } }), { status: 422 })
    const { page } = await open()
    await change(page, 'present', '1111111111', '1111111111')
    expect(page.get('[role=alert]').text()).toBe(message.en)
  })

  it('says that it is changed', async () => {
    const { page } = await open()
    await change(page, 'present', 'lantern bridge', 'lantern bridge')
    expect(asked.slice(LOADED.length)).toEqual(['POST /api/password', 'GET /api/sessions'])
    expect(page.get('[role=status]').text()).toContain('Password changed')
  })
})
