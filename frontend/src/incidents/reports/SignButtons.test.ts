import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReportDetail } from '@/centre/types'
import { useSession } from '@/centre/session'
import { i18n, setLocale } from '@/i18n'
import SignButtons from './SignButtons.vue'

function show(...writers: string[]) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = { id: 'me', username: 'leader', display_name: '张三', role: 'duty_leader' } as never
  const people = writers.map((id) => ({ id, display_name: id, role: 'duty_leader' }))
  const report = { writers: people, contradictions: [] as ReportDetail['contradictions'] } as ReportDetail
  return mount(SignButtons, { props: { report, busy: false }, global: { plugins: [pinia, i18n] } })
}

describe('signing a report', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('is one press for somebody who had no hand in it', async () => {
    const buttons = show('other')
    await buttons.get('[data-testid=sign]').trigger('click')
    expect(buttons.emitted('sign')).toHaveLength(1)
    expect(buttons.find('[data-testid=sign-alone]').exists()).toBe(false)
  })

  it('tells who wrote it why they cannot, and offers to sign alone', async () => {
    const buttons = show('other', 'me')
    expect(buttons.get('[data-testid=sign]').attributes('disabled')).toBeDefined()
    expect(buttons.text()).toContain('须由另一人签发')
    await buttons.get('[data-testid=sign-alone]').trigger('click')
    expect(buttons.emitted('alone')).toHaveLength(1)
    setLocale('en')
    expect(show('me').text()).toContain('somebody else signs it')
  })
})
