import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import type { Component } from 'vue'
import type { Incident } from '@/centre/types'
import RaiseDialog from '@/alerts/RaiseDialog.vue'
import { setLocale } from '@/i18n'
import EditDialog from './EditDialog.vue'
import OpenDialog from './OpenDialog.vue'

const INCIDENT: Incident = {
  id: 'i',
  number: '2026-0001',
  state: 'discovered',
  level: 3,
  kind: 'smoke',
  title: { zh: '北坡冒烟', en: '北坡冒烟' },
  hotspot: 'river',
  position: null,
  opened_at: '2026-11-23T00:00:00Z',
  opened_by: { id: 'w', display_name: '王五', role: 'duty_officer' },
  state_since: '2026-11-23T00:00:00Z',
  learned_at: '2026-11-23T00:00:00Z',
  occurred_at: '2026-11-23T00:00:00Z',
  source: null,
  response_level: null,
  warning_colour: null,
  plan: null,
  merged_into: null,
  previous_incident_id: null,
  alert_ids: [],
  tasks: 0,
  tasks_open: 0,
  owed: null,
}
let sent: [string, Record<string, unknown>][]
let router: Router
let page: VueWrapper

function open(dialog: Component, props: object = {}): void {
  page = mount(dialog, { props, attachTo: document.body, global: { plugins: [router] } })
}

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  sent = []
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method !== 'GET')
      sent.push([`${init.method} ${url}`, JSON.parse(String(init.body)) as Record<string, unknown>])
    const answer = url === '/api/map' ? { type: 'FeatureCollection', features: [] } : { id: 'new' }
    return Promise.resolve(new Response(JSON.stringify(answer), { status: 200 }))
  })
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})
const fill = (name: string, value: string) => page.find(`[name="${name}"]`).setValue(value)

describe('what people enter by hand', () => {
  it('opens an incident of a call, with its place and when it came', async () => {
    open(OpenDialog)
    for (const [name, value] of Object.entries({
      title: '北坡冒烟',
      level: '2',
      'source.name': '李某',
      'source.phone': '000',
      told_at: '2026-11-23 08:00:00',
      note: '看到浓烟',
    }))
      await fill(name, value)
    for (const [name, value] of [
      ['lon', '113.25'],
      ['lat', '34.76'],
    ] as const) {
      await fill(name, value)
      await page.find(`[name="${name}"]`).trigger('change')
    }
    await page.find('[name="told_at"]').trigger('change')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent[0]?.[0]).toBe('POST /api/incidents')
    expect(sent[0]?.[1]).toMatchObject({
      title: '北坡冒烟',
      level: 2,
      kind: 'smoke',
      position: { lon: 113.25, lat: 34.76 },
      told_at: '2026-11-23T00:00:00.000Z',
      occurred_at: null,
      note: '看到浓烟',
      source: { channel: 'phone', name: '李某', phone: '000' },
    })
    expect(router.currentRoute.value.path).toBe('/incidents/new')
  })

  it('changes only what is known better', async () => {
    open(EditDialog, { incident: INCIDENT })
    await fill('level', '1')
    await fill('kind', 'flame')
    await fill('note', '现场确认明火')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent).toEqual([['PATCH /api/incidents/i', { level: 1, kind: 'flame', note: '现场确认明火' }]])
    expect(page.emitted('done')).toHaveLength(1)
  })

  it('raises an alert only with words, its level by the table unless it is said', async () => {
    open(RaiseDialog)
    await page.find('form').trigger('submit')
    expect(page.find('[role="alert"]').text()).toBe('请写明发生了什么、在哪里')
    await fill('note', '河边有人落水')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(sent).toEqual([
      ['POST /api/alerts', { kind: 'report', camera_id: null, hotspot: null, level: null, note: '河边有人落水' }],
    ])
  })
})
