import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Role, ShelfPlan } from '@/centre/types'
import { setLocale } from '@/i18n'
import { someAlert } from '@/testing/alerts'
import { useAlerts } from '@/alerts/alerts'
import { useSession } from '@/centre/session'
import ShelfPage from './ShelfPage.vue'

const LI = { id: 'l', display_name: '李四', role: 'duty_leader' as const }
const shelf = { until: new Date(Date.now() + 7_200_000).toISOString(), reason: '焚烧演示', by: LI, planned: false }
const plan: ShelfPlan = {
  id: 'p',
  camera_id: null,
  zone: null,
  kind: 'smoke',
  hotspot: null,
  starts_at: '2026-01-01T00:00:00Z',
  ends_at: '2036-01-01T00:00:00Z',
  reason: '施工',
  made_by: LI,
  made_at: '2026-01-01T00:00:00Z',
}
let plans: ShelfPlan[]
let asked: string[]
let page: VueWrapper

async function open(role: Role): Promise<void> {
  setActivePinia(createPinia())
  useSession().user = { id: 'me', username: 'me', display_name: '我', role }
  const alerts = useAlerts()
  alerts.loaded = true
  alerts.apply(someAlert({ id: 'a', state: 'shelved', shelf }))
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  page = mount(ShelfPage, { attachTo: document.body, global: { plugins: [router] } })
  await flushPromises()
}

beforeEach(() => {
  setLocale('zh-CN')
  plans = [plan]
  asked = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url}`)
    if (init.method === 'DELETE') {
      plans = []
      return Promise.resolve(new Response(null, { status: 204 }))
    }
    const answer = url.endsWith('/unshelve') ? someAlert({ id: 'a', state: 'raised' }) : plans
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }))
  })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

describe('the shelf', () => {
  it('says what is put aside, by whom, why and how long still', async () => {
    await open('duty_officer')
    const row = page.find('[data-testid="shelved-a"]').text()
    for (const words of ['进入禁区', '焚烧演示', '李四', '1:59:5']) expect(row).toContain(words)
  })

  it('lets a leader take it off, asking by name; then the shelf is empty in words', async () => {
    await open('duty_leader')
    await page.find('[data-testid="unshelve"]').trigger('click')
    expect(page.find('dialog').text()).toContain('取消搁置“进入禁区”')
    await page.find('dialog form').trigger('submit')
    await flushPromises()
    expect(asked).toContain('POST /api/alerts/a/unshelve')
    expect(page.text()).toContain('没有搁置的预警')
  })

  it('gives an officer neither the button nor the form', async () => {
    await open('duty_officer')
    expect(page.findAll('button')).toHaveLength(0)
    expect(page.text()).toContain('只有带班领导和指挥长')
  })

  it('shows known works and cancels them', async () => {
    await open('commander')
    expect(page.find('[data-testid="plan-p"]').text()).toContain('生效中')
    await page.find('[data-testid="plan-p"] button').trigger('click')
    await page.find('dialog form').trigger('submit')
    await flushPromises()
    expect(asked).toContain('DELETE /api/shelf-plans/p')
    expect(page.find('[data-testid="plans"]').text()).toContain('没有计划')
  })

  it('asks a plan for what it covers and why before it is sent', async () => {
    await open('duty_leader')
    await page.find('[data-testid="add-plan"]').trigger('click')
    await page.find('dialog form').trigger('submit')
    expect(page.find('dialog [role="alert"]').text()).toBe('请至少指定一项范围')
    await page.find('dialog select[name="kind"]').setValue('smoke')
    await page.find('dialog form').trigger('submit')
    expect(page.find('dialog [role="alert"]').text()).toBe('请填写原因')
    expect(asked.some((one) => one.startsWith('POST'))).toBe(false)
  })
})
