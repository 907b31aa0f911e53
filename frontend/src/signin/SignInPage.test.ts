import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { i18n, setLocale } from '@/i18n'
import SignInPage from './SignInPage.vue'

const Empty = { template: '<p />' }
let answers: Response[]
const USER = { id: '1', username: 'a', display_name: 'A', role: 'viewer' }
const SIGNED_IN = JSON.stringify({ user: USER, expires_at: '', must_change: false, must_enrol: false })
let asked: { url: string; body: string }[]

function refuse(status: number, code: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ error: { code, message: { zh: '中', en: 'en' } } }), { status, headers })
}

async function open(path = '/login'): Promise<{ page: VueWrapper; router: Router }> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/login', component: SignInPage },
      { path: '/:rest(.*)*', component: Empty },
    ],
  })
  await router.push(path)
  const page = mount(SignInPage, { global: { plugins: [createPinia(), router, i18n] }, attachTo: document.body })
  return { page, router }
}

async function signIn(page: VueWrapper, username: string, password: string): Promise<void> {
  await page.get('#username').setValue(username)
  await page.get('#password').setValue(password)
  await page.get('form').trigger('submit')
  await flushPromises()
}

async function giveCode(page: VueWrapper, code: string): Promise<void> {
  await page.get('#code').setValue(code)
  await page.get('form').trigger('submit')
  await flushPromises()
}

describe('signing in', () => {
  beforeEach(() => {
    setLocale('en')
    answers = []
    asked = []
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push({ url, body: String(init.body) })
      const answer = answers.shift()
      if (!answer) throw new TypeError('no network')
      return answer
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    document.body.innerHTML = ''
  })

  it('goes back to where one was', async () => {
    answers.push(new Response(SIGNED_IN, { status: 201 }))
    const { page, router } = await open('/login?next=/incidents/7')
    await signIn(page, 'a', 'secret')
    expect(router.currentRoute.value.fullPath).toBe('/incidents/7')
    expect(JSON.parse(asked[0]!.body)).toEqual({ username: 'a', password: 'secret' })
  })

  it('asks for what is missing without asking the centre', async () => {
    const { page } = await open()
    await signIn(page, '', '')
    expect(page.text()).toContain('Enter your user name')
    expect(asked).toEqual([])
  })

  it('says that name or password is wrong, keeps the name and empties the password', async () => {
    answers.push(refuse(401, 'wrong_password'))
    const { page } = await open()
    await signIn(page, 'a', 'wrong')
    expect(page.get('[role=alert]').text()).toContain('User name or password is wrong')
    expect([
      page.get<HTMLInputElement>('#username').element.value,
      page.get<HTMLInputElement>('#password').element.value,
    ]).toEqual(['a', ''])
  })

  it('says how long to wait after too many attempts, and refuses until then', async () => {
    answers.push(refuse(429, 'too_many_logins', { 'retry-after': '90' }))
    const { page } = await open()
    await signIn(page, 'a', 'wrong')
    expect(page.get('[role=alert]').text()).toMatch(/Try again in 01:(30|31)/)
    expect(page.get('button[type=submit]').attributes('disabled')).toBeDefined()
  })

  it('says that there is no connection, and keeps what was typed', async () => {
    const { page } = await open()
    await signIn(page, 'a', 'secret')
    expect(page.get('[role=alert]').text()).toContain('The server cannot be reached')
    expect(page.get<HTMLInputElement>('#password').element.value).toBe('secret')
  })

  it('asks for the code of the second factor before it goes on', async () => {
    answers.push(new Response(JSON.stringify({ token: 'half', expires_at: '' }), { status: 202 }))
    answers.push(refuse(401, 'wrong_code'), new Response(SIGNED_IN, { status: 201 }))
    const { page, router } = await open('/login?next=/incidents/7')
    await signIn(page, 'a', 'secret')
    expect(router.currentRoute.value.path).toBe('/login')
    await giveCode(page, '123')
    expect(asked).toHaveLength(1)
    await giveCode(page, '123456')
    expect(page.get('[role=alert]').text()).toBe('en')
    await giveCode(page, '654 321')
    expect(router.currentRoute.value.fullPath).toBe('/incidents/7')
    expect([asked.at(-1)!.url, JSON.parse(asked.at(-1)!.body)]).toEqual([
      '/api/sessions/second-step',
      { token: 'half', code: '654 321' },
    ])
  })

  it('begins again by name and password when the code came too late', async () => {
    answers.push(new Response(JSON.stringify({ token: 'half', expires_at: '' }), { status: 202 }))
    answers.push(refuse(401, 'sign_in_again'))
    const { page } = await open()
    await signIn(page, 'a', 'secret')
    await giveCode(page, '123456')
    expect(page.get('[role=alert]').text()).toBe('en')
    expect(page.get<HTMLInputElement>('#password').element.value).toBe('')
  })

  it('speaks Chinese after one press', async () => {
    const { page } = await open()
    await page.get('.chip').trigger('click')
    expect(page.get('button[type=submit]').text()).toBe('登录')
  })
})
