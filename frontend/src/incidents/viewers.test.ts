import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Person } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useLooking } from './viewers'
import { useSession } from '@/centre/session'

const LI: Person = { id: 'l', display_name: '李四', role: 'duty_leader' }
const ME: Person = { id: 'me', display_name: '我', role: 'duty_officer' }
const Incident = defineComponent({ props: { id: { type: String, required: true } }, setup(props) {
  useLooking().follow(() => props.id)
  return () => h('p')
} })
let visible: DocumentVisibilityState
let said: (string | null)[]
let page: VueWrapper

beforeEach(() => {
  setActivePinia(createPinia())
  useSession().user = { id: 'me', username: 'me', display_name: '我', role: 'duty_officer' }
  visible = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible)
  said = []
  vi.spyOn(useEvents(), 'look').mockImplementation((shown) => void said.push(shown))
  page = mount(Incident, { props: { id: 'a' } })
})
afterEach(() => {
  page.unmount()
  vi.restoreAllMocks()
})

describe('who looks at an incident', () => {
  it('are the others, of this incident alone', () => {
    useLooking().apply('a', [LI, ME])
    expect(useLooking().others).toEqual([LI])
    useLooking().apply('b', [])
    expect(useLooking().others).toEqual([LI])
  })

  it('is told by the page when it comes, turns, hides, shows again and goes', async () => {
    await page.setProps({ id: 'b' })
    visible = 'hidden'
    document.dispatchEvent(new Event('visibilitychange'))
    visible = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
    page.unmount()
    expect(said).toEqual(['a', 'b', null, 'b', null])
  })
})
