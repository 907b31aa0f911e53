// What happens to an open alert when nobody does anything, in words that count down. Pure.
import type { Alert } from '@/centre/types'
import { label, t } from '@/i18n'
import { isUnacknowledged } from '@/alerts/states'
import { age } from '@/time/clockTime'

/** The centre takes due steps within a second or two; later than this, ms, something is wrong and must be seen. */
const GRACE = 5000

export interface StepWords {
  text: string
  late: boolean
}

/** Null where no step is due: it is decided. `now` in ms since 1970 by the centre's clock. */
export function stepWords(alert: Pick<Alert, 'state' | 'next_step'>, now: number): StepWords | null {
  const step = alert.next_step
  if (!step) return null
  const left = Date.parse(step.at) - now
  const who = step.who ? label('called', step.who) : ''
  if (left < -GRACE)
    return { text: t(step.who ? 'calls.lateCall' : 'calls.lateStep', { who, age: age(-left) }), late: true }
  if (left < 0) return { text: t(step.who ? 'calls.calling' : 'calls.returning', { who }), late: false }
  return { text: ahead(alert, who, age(left)), late: false }
}

function ahead(alert: Pick<Alert, 'state' | 'next_step'>, who: string, left: string): string {
  const round = alert.next_step?.round ?? null
  if (isUnacknowledged(alert))
    return round === null ? t('calls.remind', { who, left }) : t('calls.next', { who, left, round })
  return t(alert.state === 'shelved' ? 'calls.unshelve' : 'calls.undecided', { left })
}
