import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import type { Audit, ChainRow } from '@/centre/types'
import { setLocale } from '@/i18n'
import SettingsAuditPage from './AuditPage.vue'

const ROW: ChainRow = {
  number: 7,
  subject: 'alert',
  subject_id: 'a1',
  from: 'raised',
  to: 'acknowledged',
  at: '2026-11-23T07:42:00Z',
  actor: { id: 'w', display_name: '王五', role: 'duty_officer' },
  reason: null,
  note: '看到了',
  elapsed_ms: 5,
  data: {},
  prev_hash: '00ff',
  hash: 'abcdef0123456789',
}
const CHAIN = { realm: 'live', number: 7, exported_number: 4, exported_at: '2026-11-23T00:00:00Z' }
let audit: Audit
let asked: string[]
let router: Router
let page: VueWrapper

beforeEach(async () => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  asked = []
  audit = { chains: [CHAIN], running: false, verified_at: null, seconds: null, verdicts: [] }
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url}`)
    const answer = url.includes('/transitions') ? { items: [ROW], total: 1, page: 1, page_size: 50 } : audit
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }))
  })
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  await router.push('/settings/audit?subject=alert&state=raised')
  page = mount(SettingsAuditPage, { global: { plugins: [router] } })
  await flushPromises()
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

describe('the audit page', () => {
  it('lists rows with who did what, the way of the state, and the hash', () => {
    const text = page.find('[data-testid="row-7"]').text()
    for (const words of ['7', '预警', '待处置 → 已收到', '王五', '看到了', 'abcdef0123']) expect(text).toContain(words)
  })

  it('drops the state when another subject is asked for: a word may mean another thing there', async () => {
    await page.find('select').setValue('task')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ subject: 'task' })
    expect(asked.at(-1)).toBe('GET /api/audit/transitions?subject=task&page=1&page_size=50')
  })

  it('verifies on request and names the first row that does not hold', async () => {
    audit = {
      ...audit,
      verified_at: '2026-11-23T08:00:00Z',
      seconds: 2,
      verdicts: [{ realm: 'live', checked: 4, heads: 1, broken_at: 5, reason: 'was altered' }],
    }
    await page.find('[data-testid="verify"]').trigger('click')
    await flushPromises()
    expect(asked).toContain('POST /api/audit/verify')
    expect(page.find('[data-testid="verdict"]').text()).toBe('校验未通过')
    expect(page.text()).toContain('第 5 条起不可信： was altered')
  })

  it('offers the heads for keeping', () => {
    expect(page.find('[data-testid="export-heads"]').attributes('href')).toBe('/api/audit/heads.jsonl')
  })
})
