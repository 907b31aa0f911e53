import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Alert } from '@/centre/types'
import { setLocale } from '@/i18n'
import { useAlerts } from '@/alerts/alerts'
import AlertQueue from './AlertQueue.vue'
import { someAlert } from '@/testing/alerts'
import { WINDOW } from './useCards'
import { useQueue, type Queue } from './useQueue'

const OFFICER = { id: 'u2', display_name: '值班员乙', role: 'duty_officer' as const }
let queue: Queue
let page: VueWrapper

const Page = defineComponent(() => {
  queue = useQueue(computed(() => true))
  return () => h(AlertQueue, { queue, mayAct: true, mayShelve: true, help: false })
})

/** Answers every request with what the test says; remembers what was asked. */
function centre(answer: (url: string) => { status: number; body: unknown }): { asked: string[] } {
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url} ${String(init.body ?? '')}`)
    const { status, body } = answer(url)
    return Promise.resolve(
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }),
    )
  })
  return { asked }
}

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  const alerts = useAlerts()
  alerts.loaded = true
  alerts.apply(someAlert({ id: 'low', level: 4, kind: 'intrusion' }))
  alerts.apply(someAlert({ id: 'high', level: 1, kind: 'smoke', evidence: { cameras: 2 } }))
  page = mount(Page, { global: { plugins: [router] } })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

/** Told by the centre, and drawn without waiting for the breath in which more may come. */
function arrives(alert: Alert): void {
  useAlerts().apply(alert)
  useAlerts().settle()
}

const cards = (): string[] => page.findAll('li.card').map((card) => card.attributes('data-testid') ?? '')

describe('the alert queue', () => {
  it('shows the most urgent on top, with kind, level, place and why', () => {
    expect(cards()).toEqual(['alert-high', 'alert-low'])
    const text = page.find('[data-testid="alert-high"]').text()
    for (const words of ['烟雾', 'Ⅰ 级', '河道 1 号 · 堤岸', '置信度 0.90', '2 台相机一致'])
      expect(text).toContain(words)
  })

  it('in a storm shows the most urgent and counts the others, until more are asked for', async () => {
    const alerts = useAlerts()
    for (let number = 0; number < 200; number += 1) {
      alerts.apply(
        someAlert({
          id: `storm-${number}`,
          level: 3,
          kind: 'intrusion',
          raised_at: new Date(number * 1000).toISOString(),
        }),
      )
    }
    alerts.settle()
    await flushPromises()
    expect(cards()).toHaveLength(WINDOW)
    expect(cards()[0]).toBe('alert-high')
    const more = page.find('[data-testid="queue-more"]')
    expect(more.text()).toContain(`下方还有 ${202 - WINDOW} 条`)
    await more.trigger('click')
    expect(cards()).toHaveLength(2 * WINDOW)
  })

  it('speaks English when the page does', async () => {
    setLocale('en')
    await flushPromises()
    expect(page.find('[data-testid="alert-high"]').text()).toContain('Smoke')
  })

  it('acknowledges the chosen card and says who has it', async () => {
    const { asked } = centre(() => ({
      status: 200,
      body: someAlert({ id: 'high', level: 1, state: 'acknowledged', handled_by: OFFICER }),
    }))
    queue.onChosen(queue.acknowledge)
    await flushPromises()
    expect(asked).toEqual(['POST /api/alerts/high/acknowledge {}'])
    expect(page.find('[data-testid="alert-high"] [data-testid="handled-by"]').text()).toBe('值班员乙 已收到，核实中')
  })

  it('says on the card when a key came just after the choice had moved to it', async () => {
    const { asked } = centre(() => ({ status: 200, body: {} }))
    arrives(someAlert({ id: 'higher', level: 1, raised_at: '2026-11-23T07:00:00.000000Z' }))
    await flushPromises()
    queue.onChosen(queue.confirm)
    await flushPromises()
    expect(asked).toEqual([])
    expect(page.find('[data-testid="alert-higher"] [data-testid="key-missed"]').text()).toContain('请再按一次')
  })

  it('marks what has just come, and what nobody has answered round after round', async () => {
    const next_step = { at: '2026-11-23T08:00:00Z', who: 'everybody' as const, round: null }
    arrives(someAlert({ id: 'second', level: 1, next_step }))
    await flushPromises()
    const card = page.find('[data-testid="alert-second"]')
    expect(card.find('[data-testid="alert-new"]').text()).toBe('新')
    expect(card.find('[data-testid="alert-unanswered"]').text()).toBe('多轮呼叫无人收到')
    expect(page.find('[data-testid="alert-low"] [data-testid="alert-unanswered"]').exists()).toBe(false)
  })

  it('shows in the card what the centre refused', async () => {
    const message = { zh: '值班员乙正在处理', en: 'Officer B has it' }
    centre(() => ({ status: 409, body: { error: { code: 'alert_moved', message } } }))
    queue.acknowledge('low')
    await flushPromises()
    expect(page.find('[data-testid="alert-low"] [data-testid="alert-error"]').text()).toBe('值班员乙正在处理')
    expect(page.find('[data-testid="alert-high"] [data-testid="alert-error"]').exists()).toBe(false)
  })

  it('asks for the reason inside the card, and sends it', async () => {
    const { asked } = centre(() => ({
      status: 200,
      body: someAlert({ id: 'low', state: 'dismissed', reason: 'known_work', handled_by: OFFICER }),
    }))
    await page.find('[data-testid="alert-low"] [data-testid="dismiss"]').trigger('click')
    await page.find('[data-testid="alert-low"] [data-testid="reason-known_work"]').trigger('click')
    await flushPromises()
    expect(asked).toEqual(['POST /api/alerts/low/dismiss {"reason":"known_work"}'])
    expect(page.find('[data-testid="alert-low"]').text()).toContain('已排除：已知作业')
  })

  it('is put aside in the card, for how long and why, and stands on the shelf then', async () => {
    const shelf = { until: '2026-11-23T09:00:00Z', reason: '焚烧演示', by: OFFICER, planned: false }
    const { asked } = centre(() => ({ status: 200, body: someAlert({ id: 'low', level: 4, state: 'shelved', shelf }) }))
    queue.choose('low')
    queue.onChosen(queue.askShelf)
    await flushPromises()
    const card = page.find('[data-testid="alert-low"]')
    await card.find('form').trigger('submit')
    expect(asked).toEqual([])
    await card.find('select').setValue('120')
    await card.find('input').setValue(' 焚烧演示 ')
    const before = Date.now() + 120 * 60_000
    await card.find('form').trigger('submit')
    await flushPromises()
    const sent = JSON.parse(asked[0]?.replace('POST /api/alerts/low/shelve ', '') ?? '{}') as {
      until: string
      reason: string
    }
    expect(sent.reason).toBe('焚烧演示')
    expect(Math.abs(Date.parse(sent.until) - before)).toBeLessThan(5000)
    expect(card.text()).toContain('值班员乙 已搁置：焚烧演示')
    expect(page.find('[data-testid="shelved-count"]').text()).toBe('已搁置 1')
  })

  it('is not put aside once somebody has it', async () => {
    arrives(someAlert({ id: 'low', level: 4, state: 'acknowledged', handled_by: OFFICER }))
    await flushPromises()
    queue.askShelf('low')
    await flushPromises()
    expect(page.find('[data-testid="shelve-form"]').exists()).toBe(false)
    expect(page.find('[data-testid="alert-low"] [data-testid="shelve"]').exists()).toBe(false)
  })

  it('links to the incident after confirming', async () => {
    centre(() => ({
      status: 200,
      body: someAlert({
        id: 'high', level: 1, state: 'confirmed', incident_id: 'i-1', handled_by: OFFICER,
        incident: { number: '2026-0007', title: { zh: '五云山 11 号明火', en: 'Flame, Wuyun Mountain 11' } },
      }),
    }))
    await page.find('[data-testid="alert-high"] [data-testid="confirm"]').trigger('click')
    await flushPromises()
    expect(page.find('[data-testid="incident-link"]').attributes('href')).toBe('/incidents/i-1')
    expect(page.find('[data-testid="incident-link"]').text()).toContain('2026-0007 · 五云山 11 号明火')
    expect(page.find('[data-testid="alert-high"] [data-testid="acknowledge"]').exists()).toBe(false)
  })

  it('shows an action taken elsewhere in place', async () => {
    arrives(someAlert({ id: 'high', level: 1, state: 'acknowledged', handled_by: OFFICER }))
    await flushPromises()
    expect(cards()).toEqual(['alert-high', 'alert-low'])
    expect(page.find('[data-testid="alert-high"]').text()).toContain('值班员乙')
  })

  it('shows cameras lost together as one card with a list', async () => {
    const members = ['a', 'b', 'c'].map((camera_id) => ({ camera_id, ended: camera_id === 'c' }))
    arrives(someAlert({ id: 'group', level: 3, kind: 'camera_lost', camera: null, box: null, members }))
    await flushPromises()
    const card = page.find('[data-testid="alert-group"]')
    expect(card.text()).toContain('3 台摄像机离线')
    await card.find('[data-testid="list-cameras"]').trigger('click')
    expect(card.findAll('[data-testid="lost-cameras"] li')).toHaveLength(3)
    expect(card.text()).toContain('1 台已恢复')
  })

  it('says in words that nothing waits', async () => {
    const alerts = useAlerts()
    alerts.alerts = new Map()
    await flushPromises()
    expect(page.find('[data-testid="queue-empty"]').text()).toBe('没有待处置的预警')
  })
})
