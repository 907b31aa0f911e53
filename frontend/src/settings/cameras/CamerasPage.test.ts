import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '@/centre/session'
import { useSite } from '@/centre/site'
import type { Role, Site, User } from '@/centre/types'
import { setLocale } from '@/i18n'
import CamerasPage from './CamerasPage.vue'

vi.mock('@/map/PlacePicker.vue', () => ({
  default: {
    emits: ['update:modelValue'],
    template: '<button type="button" class="pin" @click="$emit(`update:modelValue`, { lon: 1, lat: 2 })" />',
  },
}))
const empty = { template: '<i />' }
const routes = ['/settings/cameras', '/settings/cameras/:id'].map((path) => ({ path, component: empty }))
let puts: { url: string; body: Record<string, unknown> }[]
let asked: Record<string, unknown>[]
let looks: unknown[]
let answer: { status: number; body: unknown }

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  puts = []
  asked = []
  answer = { status: 201, body: { id: 'cam01' } }
  HTMLDialogElement.prototype.showModal = vi.fn()
  looks = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (init.method === 'POST') {
      asked.push(JSON.parse(String(init.body)) as Record<string, unknown>)
      return Promise.resolve(Response.json({ token: 'tttttttt' }))
    }
    if (url.includes('/probes/')) return Promise.resolve(Response.json(looks.shift()))
    if (init.method !== 'PUT') return Promise.resolve(Response.json({ items: [], total: 0 }))
    puts.push({ url, body: JSON.parse(String(init.body)) as Record<string, unknown> })
    return Promise.resolve(Response.json(answer.body, { status: answer.status }))
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open(role: Role, path = '/settings/cameras') {
  useSession().user = { id: 'u', username: 'u', display_name: '某人', role } as User
  useSite().site = { time_zone: 'Asia/Shanghai', hotspots: [{ id: 'town', name: { zh: '镇区', en: 'Town' } }] } as Site
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const page = mount(CamerasPage, { global: { plugins: [router] } })
  await flushPromises()
  return { page, router }
}

async function fill(page: Awaited<ReturnType<typeof open>>['page']): Promise<void> {
  const inputs = page.findAll('dialog input')
  await inputs[1]?.setValue('河岸')
  await inputs[3]?.setValue('rtsp://10.0.0.2/1')
  await page.get('.pin').trigger('click')
}

it('an administrator adds a camera and is led to it', async () => {
  const { page, router } = await open('admin')
  await page.get('[data-testid=add-camera]').trigger('click')
  await page.get('form').trigger('submit')
  expect(puts).toEqual([])
  expect(page.text()).toContain('不能为空')
  await fill(page)
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(puts.map(({ url }) => url)).toEqual(['/api/cameras/cam01/spec?new=true'])
  expect(puts[0]?.body).toMatchObject({ id: 'cam01', hotspot: 'town', position: { lon: 1, lat: 2 } })
  expect(router.currentRoute.value.path).toBe('/settings/cameras/cam01')
})

it('what the centre refuses stands beside its field, and nothing typed is lost', async () => {
  const words = { zh: '地址中含有密码', en: 'the URL carries a password' }
  const error = { code: 'invalid_camera', message: { zh: '摄像机配置有误', en: 'not valid' }, fields: { main: words } }
  answer = { status: 422, body: { error } }
  const { page } = await open('admin', '/settings/cameras?add')
  await fill(page)
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(page.text()).toContain('地址中含有密码')
  expect((page.findAll('dialog input')[3]?.element as HTMLInputElement).value).toBe('rtsp://10.0.0.2/1')
})

it('the form waits for the hotspots, so that one of them is chosen in it', async () => {
  const { page } = await open('admin', '/settings/cameras?add')
  const site = useSite().site
  useSite().site = null
  await flushPromises()
  expect(page.find('dialog').exists()).toBe(false)
  useSite().site = site
  await flushPromises()
  expect(page.get<HTMLSelectElement>('dialog select[name=hotspot]').element.value).toBe('town')
})

it('nobody else is offered to add one, not even by the address of the form', async () => {
  const { page } = await open('commander', '/settings/cameras?add')
  expect(page.find('[data-testid=add-camera]').exists()).toBe(false)
  expect(page.find('dialog').exists()).toBe(false)
})

it('a camera is looked at before it is stored: its picture, or why there is none and what helps', async () => {
  const nothing = { codec: null, width: null, height: null, jpeg: null }
  const seen = { stream: 'main', reason: null, detail: null, codec: 'h264', width: 1920, height: 1080, jpeg: 'AAAA' }
  const refused = { ...nothing, stream: 'sub', reason: 'unauthorized', detail: '401 of 10.0.0.2' }
  const { page } = await open('admin', '/settings/cameras?add')
  looks = [{ phase: 'done', adapter: 'box-0', streams: [seen, refused] }]
  const inputs = page.findAll('dialog input')
  await inputs[3]?.setValue('rtsp://10.0.0.2/1')
  await inputs[4]?.setValue('rtsp://10.0.0.2/2')
  await page.get('[data-testid=probe-camera]').trigger('click')
  await flushPromises()
  expect(asked[0]).toMatchObject({ id: 'cam01', main: 'rtsp://10.0.0.2/1', sub: 'rtsp://10.0.0.2/2' })
  const found = page.get('[data-testid=probe]')
  expect(found.get('img').attributes('src')).toBe('data:image/jpeg;base64,AAAA')
  expect(found.text()).toContain('1920 × 1080')
  expect(found.text()).toContain('用户名或密码错误')
  expect(found.text()).toContain('核对用户名和密码')
  await inputs[3]?.setValue('rtsp://10.0.0.3/1')
  expect(page.find('[data-testid=probe]').exists(), 'the picture is of another address').toBe(false)
  expect(puts).toEqual([])
})

it('a probe that no adapter takes is told so', async () => {
  const { page } = await open('admin', '/settings/cameras?add')
  looks = [{ phase: 'nobody', adapter: null, streams: [] }]
  await page.findAll('dialog input')[3]?.setValue('rtsp://10.0.0.2/1')
  await page.get('[data-testid=probe-camera]').trigger('click')
  await flushPromises()
  expect(page.get('[data-testid=probe]').text()).toContain('没有接入进程应答')
})
