import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Duty, Role } from '@/centre/types'
import { setLocale } from '@/i18n'
import { useSession } from '@/centre/session'
import DutyPage from './DutyPage.vue'

const WANG = { id: 'w', display_name: '王五', role: 'duty_officer' as const }
const LI = { id: 'l', display_name: '李四', role: 'duty_leader' as const }
const EMPTY: Duty = {
  posts: [],
  candidates: [WANG, LI],
  empty_roles: ['duty_officer', 'duty_leader', 'commander'],
  consoles: [],
}
let duty: Duty
let puts: [string, unknown][]
let page: VueWrapper

async function open(role: Role): Promise<void> {
  setActivePinia(createPinia())
  useSession().user = { id: 'me', username: 'me', display_name: '我', role }
  page = mount(DutyPage, { attachTo: document.body })
  await flushPromises()
}

beforeEach(() => {
  setLocale('zh-CN')
  duty = EMPTY
  puts = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method === 'PUT') {
      const body = JSON.parse(String(init.body)) as { people: string[] }
      puts.push([url, body])
      const posts = body.people.map(() => ({
        person: WANG,
        role: 'duty_officer' as const,
        since: '2026-11-23T00:00:00Z',
        set_by: '我',
      }))
      duty = { ...EMPTY, posts, empty_roles: posts.length > 0 ? ['duty_leader', 'commander'] : EMPTY.empty_roles }
    }
    return Promise.resolve(new Response(JSON.stringify(duty), { status: 200 }))
  })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})
const officers = () => page.find('[data-testid="duty-duty_officer"]')

describe('the duty page', () => {
  it('says that an empty table calls everybody who holds a role, and names them', async () => {
    await open('duty_officer')
    expect(page.find('[data-testid="duty-nobody"]').text()).toContain('值守表为空')
    expect(officers().text()).toContain('将呼叫担任值班员的全部人员：王五')
    expect(page.find('[data-testid="duty-commander"]').text()).toContain('没有任何人担任这个角色')
  })

  it('lets a leader begin a duty and end it, asking by name', async () => {
    await open('duty_leader')
    await officers().find('select').setValue('w')
    await officers().find('form').trigger('submit')
    await flushPromises()
    expect(puts).toEqual([['/api/duty/duty_officer', { people: ['w'] }]])
    expect(officers().text()).toContain('王五')
    await officers().find('[data-testid="end-w"]').trigger('click')
    const dialog = page.find('dialog')
    expect(dialog.text()).toContain('结束“王五”的值班员值守？')
    expect(dialog.text()).toContain('此后值班员无人值守')
    await dialog.find('form').trigger('submit')
    await flushPromises()
    expect(puts.at(-1)).toEqual(['/api/duty/duty_officer', { people: [] }])
    expect(officers().find('[data-testid="duty-empty"]').exists()).toBe(true)
  })

  it('gives an officer nothing to set', async () => {
    await open('duty_officer')
    expect(page.findAll('form, select, .button')).toHaveLength(0)
  })

  it('says when no page on duty hears the alarm', async () => {
    duty = { ...EMPTY, consoles: [{ display_name: '王五', role: 'duty_officer', sound: 'blocked', visible: true }] }
    await open('viewer')
    expect(page.find('[data-testid="consoles"]').text()).toContain('没有值守页面能听到报警')
  })
})
