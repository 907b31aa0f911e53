import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Alert, Role } from '@/centre/types'
import { setLocale } from '@/i18n'
import { useSession } from '@/centre/session'
import AlertDesk from './AlertPanel.vue'
import { someAlert } from '@/testing/alerts'

let asked: string[]
let page: VueWrapper | undefined

function desk(role: Role, alert: Alert = someAlert()): VueWrapper {
  useSession().user = { id: 'u', username: 'u', display_name: '乙', role }
  return (page = mount(AlertDesk, { props: { alert } }))
}
const press = async (key: string): Promise<void> => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key }))
  await flushPromises()
}

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('zh-CN')
  asked = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(`${url} ${String(init.body)}`)
    return Promise.resolve(
      new Response(JSON.stringify(someAlert({ state: 'acknowledged' })), {
        headers: { 'content-type': 'application/json' },
      }),
    )
  })
})
afterEach(() => {
  page?.unmount()
  vi.unstubAllGlobals()
})

describe('an alert on its own page', () => {
  it('is acknowledged by the button, and by its key', async () => {
    const one = desk('duty_officer')
    await one.get('[data-testid=acknowledge]').trigger('click')
    await flushPromises()
    await press('a')
    expect(asked).toEqual(['/api/alerts/a/acknowledge {}', '/api/alerts/a/acknowledge {}'])
    expect(one.emitted('done')).toHaveLength(2)
  })

  it('is dismissed with a reason', async () => {
    desk('duty_officer')
    await press('d')
    await press('1')
    expect(asked).toEqual(['/api/alerts/a/dismiss {"reason":"false_alarm"}'])
  })

  it('lets nobody act who may only look, and nobody once it is decided', async () => {
    const viewer = desk('viewer')
    await press('a')
    expect(viewer.find('[data-testid=acknowledge]').exists()).toBe(false)
    viewer.unmount()
    expect(
      desk('duty_officer', someAlert({ state: 'confirmed' }))
        .find('button')
        .exists(),
    ).toBe(false)
    await press('c')
    expect(asked).toEqual([])
  })
})
