import type { ReportField } from '@/centre/types'

/** What every report says, in the order in which it is said. */
export const REPORT_FIELDS: readonly ReportField[] = [
  'received',
  'source',
  'occurred',
  'place',
  'nature',
  'scope',
  'losses',
  'trend',
  'leaders',
  'measures',
  'advice',
]

/** Fields that usually take several lines. */
export const LONG: ReadonlySet<ReportField> = new Set<ReportField>(['measures', 'advice', 'trend'])

/** Left out of the paper where nobody says anything. */
export const OPTIONAL: ReadonlySet<ReportField> = new Set<ReportField>(['advice'])
