import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import ReportFiles from './ReportFiles.vue'

const show = (report: { signed_at: string | null; has_picture: boolean }) =>
  mount(ReportFiles, { props: { report: { id: '7', ...report } }, global: { plugins: [i18n] } })

describe('the papers of a report', () => {
  it('show the event only when that is wanted', async () => {
    const files = show({ signed_at: null, has_picture: true })
    expect(files.get('[data-testid=pdf]').attributes('href')).toBe('/api/reports/7/report.pdf')
    await files.get('[data-testid=with-picture]').setValue(true)
    expect(files.get('[data-testid=pdf]').attributes('href')).toBe('/api/reports/7/report.pdf?picture=true')
    expect(files.get('[data-testid=docx]').attributes('href')).toBe('/api/reports/7/report.docx?picture=true')
    expect(files.find('[data-testid=cap]').exists()).toBe(false)
  })

  it('offer no picture where there is none, and CAP once they are signed', () => {
    const files = show({ signed_at: '2026-05-01T00:00:00Z', has_picture: false })
    expect(files.find('[data-testid=with-picture]').exists()).toBe(false)
    expect(files.find('[data-testid=cap]').exists()).toBe(true)
  })
})
