import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { User } from '@/centre/types'
import { setLocale } from '@/i18n'
import { useEvents } from '@/centre/events'
import { useSession } from '@/centre/session'
import { useSound } from '@/alerts/sound/sound'
import MessageLine from './MessageLine.vue'

let page: VueWrapper
const shown = (name: string): boolean => page.find(`[data-testid="banner-${name}"]`).exists()

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  useSound().blocked = false
  useSession().user = { role: 'duty_officer' } as User
  page = mount(MessageLine, { global: { plugins: [router] } })
})

describe('the line of the top bar', () => {
  it('names the place while all is well', () => {
    expect([shown('lost'), shown('ended'), shown('sound')]).toEqual([false, false, false])
  })

  it('says and counts that the centre is silent', async () => {
    useEvents().lost = 65_000
    await nextTick()
    expect(page.find('[data-testid="banner-lost"]').text()).toContain('01:05')
  })

  it('says that the session has ended, and leads to the log-in', async () => {
    useSession().ended = true
    await nextTick()
    expect(page.find('[data-testid="banner-ended"]').text()).toContain('声音仍然有效')
    expect(page.find('[data-testid="banner-ended"] a').attributes('href')).toContain('/login?next=')
  })

  it('asks for a key when the browser blocks sound, of those who must hear alarms', async () => {
    useSound().blocked = true
    await nextTick()
    expect(shown('sound')).toBe(true)
    useSession().user = { role: 'viewer' } as User
    await nextTick()
    expect(shown('sound')).toBe(false)
  })

  it('says the gravest thing alone', async () => {
    useSound().blocked = true
    useEvents().lost = 5000
    useSession().ended = true
    await nextTick()
    expect([shown('lost'), shown('ended'), shown('sound')]).toEqual([false, true, false])
  })
})
