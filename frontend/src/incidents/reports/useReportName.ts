import type { Report } from '@/centre/types'
import { useWords } from '@/i18n'

/** What a report is called: 首报, 续报 2. */
export function useReportName(): (report: Pick<Report, 'kind' | 'number'>) => string {
  const { label } = useWords()
  return ({ kind, number }) => `${label('reportKind', kind)}${kind === 'follow_up' ? ` ${number}` : ''}`
}
