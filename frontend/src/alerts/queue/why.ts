import type { Alert } from '@/centre/types'
import { label, t } from '@/i18n'
import { measured, waterTitle } from '@/ui/marks/measured'
import { age } from '@/time/clockTime'
import { isReport } from '@/ui/usePlace'

/** The words that say why the machine raised it, in order of weight. `now` in ms since 1970. */
export function reasons(alert: Alert, now: number): string[] {
  const words: string[] = []
  words.push(...measured(alert))
  if (alert.camera && !isReport(alert) && !alert.kind.startsWith('camera_'))
    words.push(t('queue.score', { score: (alert.evidence['confidence'] ?? alert.score).toFixed(2) }))
  const until = alert.ended_at ? Date.parse(alert.ended_at) : now
  words.push(t('queue.lasted', { age: age(until - Date.parse(alert.started_at)) }))
  if (alert.count > 1) words.push(t('queue.again', { count: alert.count }))
  const agree = alert.evidence['cameras']
  const witnesses = alert.evidence['witnesses']
  if (agree !== undefined && agree > 1) words.push(t('queue.agree', { count: agree }))
  else if (witnesses !== undefined && witnesses > 1) words.push(t('queue.witnesses', { count: witnesses }))
  if (alert.previous_alert_id) words.push(t('queue.returned'))
  if (alert.ended_at) words.push(t('queue.over'))
  return words
}

/** Who has it and what became of it; empty while nobody has it. */
export function handling(alert: Alert): string {
  const name = alert.handled_by?.display_name ?? ''
  if (alert.state === 'acknowledged') return t('queue.handledBy', { name })
  if (alert.state === 'shelved')
    return t('queue.shelvedBy', {
      name: alert.shelf?.by?.display_name ?? t('lists.machine'),
      reason: alert.shelf?.reason ?? '',
    })
  if (alert.state === 'confirmed') return t('queue.confirmedBy', { name })
  if (alert.state === 'dismissed') {
    return t('queue.dismissedBy', { name, reason: label('dismissReason', alert.reason ?? '') })
  }
  return ''
}

/** Cameras lost together ring as one. */
export function isGroup(alert: Alert): boolean {
  return alert.members.length > 1
}

/** What happened, in words. */
export function headline(alert: Alert): string {
  if (isGroup(alert)) return t('queue.camerasOffline', { count: alert.members.length })
  return waterTitle(alert) || label('kind', alert.kind)
}
