import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Channel, Delivery } from '@/centre/types'
import { setLocale } from '@/i18n'
import SettingsChannelsPage from './ChannelsPage.vue'

const channel = (more: Partial<Channel>): Channel => ({
  name: 'sms',
  kind: 'apprise',
  kind_words: { zh: '第三方服务', en: 'Another service' },
  address: { zh: '号码', en: 'Number' },
  shared: false,
  missing: [],
  counts: { queued: 0, sent: 0, delivered: 0, failed: 0 },
  ...more,
})
const sent: Delivery = {
  id: 'd',
  name: '王五',
  role: 'duty_officer',
  channel: 'sms',
  topic: 'test',
  state: 'queued',
  attempts: 0,
  queued_at: '2026-11-23T00:00:00Z',
  sent_at: null,
  delivered_at: null,
  failed_at: null,
  next_attempt_at: null,
  reason: null,
  detail: null,
}
let addresses: Record<string, string>
let asked: string[]
let channels: Channel[]
let page: VueWrapper

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  setActivePinia(createPinia())
  setLocale('zh-CN')
  addresses = { sms: '000 0001' }
  asked = []
  channels = [
    channel({ name: 'in_app', kind: 'page' }),
    channel({ missing: ['CC_SMS_USER'] }),
    channel({ name: 'county', kind: 'webhook', shared: true }),
  ]
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${init.method} ${url} ${String(init.body ?? '')}`.trim())
    if (init.method === 'PUT') {
      addresses = (JSON.parse(String(init.body)) as { addresses: Record<string, string> }).addresses
      return Promise.resolve(new Response(null, { status: 204 }))
    }
    const answer = url.endsWith('/test')
      ? sent
      : url.includes('/deliveries/')
        ? { ...sent, state: 'failed', reason: 'secret_missing', detail: 'CC_SMS_USER' }
        : { channels, people: [{ id: 'w', display_name: '王五', role: 'duty_officer', addresses }] }
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }))
  })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function open(): Promise<void> {
  page = mount(SettingsChannelsPage, { attachTo: document.body })
  await flushPromises()
}
const row = () => page.find('[data-testid="contact-w"]')

describe('the page of channels', () => {
  it('names what the environment lacks, and gives only personal channels an address', async () => {
    await open()
    expect(page.find('[data-testid="channel-sms"]').text()).toContain('缺少环境变量：CC_SMS_USER')
    expect(page.find('[data-testid="channel-county"]').text()).toContain('群组')
    expect(row().text()).toContain('000 0001')
    expect(page.findAll('thead')[1]?.text()).not.toContain('county')
  })

  it('changes and removes a person’s address', async () => {
    await open()
    for (const [typed, body] of [
      [' 000 0002 ', '{"addresses":{"sms":"000 0002"}}'],
      ['', '{"addresses":{}}'],
    ] as const) {
      await page.find('[data-testid="edit-w"]').trigger('click')
      await page.find('dialog input').setValue(typed)
      await page.find('dialog form').trigger('submit')
      await flushPromises()
      expect(asked).toContain(`PUT /api/notifications/contacts/w ${body}`)
    }
    expect(row().text()).toContain('—')
  })

  it('sends a person a test and says how it ended', async () => {
    await open()
    await row().find('.way .button').trigger('click')
    await flushPromises()
    expect(asked).toContain('POST /api/notifications/channels/sms/test {"person_id":"w"}')
    expect(row().find('[data-testid="test-result"]').text()).toContain('排队中')
    await vi.advanceTimersByTimeAsync(1000)
    await flushPromises()
    expect(row().find('[data-testid="test-result"]').text()).toBe('测试消息 失败：缺少密码配置 (CC_SMS_USER)')
  })

  it('says what to do where no channel is personal', async () => {
    channels = [channel({ name: 'in_app', kind: 'page' })]
    await open()
    expect(page.find('[data-testid="no-channels"]').text()).toContain('notifications.yaml')
  })
})
