import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Notice } from '@/centre/types'
import { setLocale } from '@/i18n'
import { useEvents } from '@/centre/events'
import { useNotices } from './notices'
import { useAlerts } from '@/alerts/alerts'
import { someAlert } from '@/testing/alerts'
import { useSound } from '@/alerts/sound/sound'
import MessageLine from './MessageLine.vue'
import NoticeTray from './NoticeTray.vue'

let page: VueWrapper | undefined
let confirmed: string[]
let visible: DocumentVisibilityState
let connected: boolean

function notice(id: string, more: Partial<Notice> = {}): Notice {
  return {
    id,
    channel: 'in_app',
    topic: 'alert',
    level: 2,
    title: { zh: `预警 ${id}`, en: `Alert ${id}` },
    body: { zh: '请立即查看', en: 'Look now' },
    path: `/alerts/${id}`,
    at: '2026-11-23T07:42:00Z',
    ...more,
  }
}

function draw(): void {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  useSound().blocked = false
  const both = { components: { MessageLine, NoticeTray }, template: '<MessageLine /><NoticeTray />' }
  page = mount(both, { global: { plugins: [router] } })
}

async function show(one: Notice): Promise<void> {
  useNotices().show(one)
  await nextTick()
}

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  confirmed = []
  visible = 'visible'
  connected = true
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible)
  useEvents().received = (ids) => {
    if (connected) confirmed.push(...ids)
    return connected
  }
})
afterEach(() => {
  page?.unmount()
  page = undefined
  vi.restoreAllMocks()
})

describe('the line of notices', () => {
  it('confirms a notice once it is drawn', async () => {
    draw()
    await show(notice('a'))
    expect(page?.find('[data-testid="notice"]').text()).toContain('预警 a')
    expect(confirmed).toEqual(['a'])
  })

  it('confirms nothing where nothing draws it', async () => {
    await show(notice('a'))
    expect(confirmed).toEqual([])
  })

  it('confirms nothing on a page that cannot be seen, and does once it can', async () => {
    visible = 'hidden'
    draw()
    await show(notice('a'))
    expect(confirmed).toEqual([])
    visible = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
    expect(confirmed).toEqual(['a'])
  })

  it('confirms the most urgent first, and the one behind it once that was read', async () => {
    vi.useFakeTimers()
    draw()
    await show(notice('a', { level: 3 }))
    await show(notice('b', { level: 1 }))
    await show(notice('c', { level: 2 }))
    expect(confirmed).toEqual(['a', 'b'])
    await vi.advanceTimersByTimeAsync(4000)
    expect(confirmed).toEqual(['a', 'b', 'c'])
    expect(page?.find('[data-testid="notice"]').text()).toContain('预警 c')
    await vi.advanceTimersByTimeAsync(8000)
    expect(page?.find('[data-testid="notice"]').text()).toContain('预警 b')
    vi.useRealTimers()
  })

  it('counts calls about one thing, and shows their last word', async () => {
    draw()
    await show(notice('a', { path: '/alerts/x' }))
    await show(notice('b', { path: '/alerts/x' }))
    await page?.find('[data-testid="notices"]').trigger('click')
    const rows = page?.findAll('[data-testid="notice-row"]').map((row) => row.text())
    expect(rows).toEqual([expect.stringContaining('共 2 次')])
    expect(page?.find('[data-testid="notice-row"]').text()).toContain('预警 b')
  })

  it('is read at a glance in the tray, which confirms what it draws, and emptied in one act', async () => {
    visible = 'hidden'
    draw()
    await show(notice('a'))
    await show(notice('b'))
    visible = 'visible'
    await page?.find('[data-testid="notices"]').trigger('click')
    await nextTick()
    expect(confirmed.sort()).toEqual(['a', 'b'])
    await page?.find('[data-testid="notices-clear"]').trigger('click')
    expect(page?.findAll('[data-testid="notice"], [data-testid="notice-row"]')).toEqual([])
  })

  it('confirms once, and again only what the centre could not hear', async () => {
    draw()
    connected = false
    await show(notice('a'))
    connected = true
    await show(notice('a'))
    await show(notice('a'))
    expect(confirmed).toEqual(['a'])
  })

  it('confirms a call by sound only when it sounded', async () => {
    draw()
    const chime = vi.spyOn(useSound(), 'chime').mockReturnValue(false)
    await show(notice('s', { channel: 'sound' }))
    expect(confirmed).toEqual([])
    chime.mockReturnValue(true)
    await show(notice('s', { channel: 'sound' }))
    expect([confirmed, page?.find('[data-testid="notice"]').exists()]).toEqual([['s'], false])
  })

  it('shows the most urgent, not the newest', async () => {
    draw()
    await show(notice('fire', { level: 1, path: '/alerts/fire' }))
    await show(notice('fault', { level: 4, at: '2026-11-23T07:50:00Z' }))
    await show(notice('report', { level: null, topic: 'report', at: '2026-11-23T07:51:00Z' }))
    expect(page?.find('[data-testid="notice"]').text()).toContain('预警 fire')
  })

  it('makes way once somebody has taken what it calls for', async () => {
    draw()
    useAlerts().apply(someAlert({ id: 'fire', level: 1 }))
    await show(notice('fire', { level: 1, path: '/alerts/fire' }))
    await show(notice('two', { level: 2, path: '/alerts/two' }))
    useAlerts().apply(someAlert({ id: 'fire', level: 1, state: 'acknowledged' }))
    useAlerts().settle()
    await nextTick()
    await nextTick()
    expect(page?.find('[data-testid="notice"]').text()).toContain('预警 two')
  })

  it('looks unlike any other when nobody has answered round after round', async () => {
    draw()
    const next_step = { at: '2026-11-23T08:00:00Z', who: 'everybody' as const, round: 3 }
    useAlerts().apply(someAlert({ id: 'two', level: 2, next_step }))
    await show(notice('one', { level: 2, path: '/alerts/one' }))
    expect(page?.find('[data-testid="notice"]').classes()).not.toContain('unanswered')
    await show(notice('two', { level: 2, path: '/alerts/two', at: '2026-11-23T07:50:00Z' }))
    expect(page?.find('[data-testid="notice"]').classes()).toContain('unanswered')
  })
})
