// What a row of the chain says its subject went to, in words. Pure.
import type { Transition } from '@/centre/types'
import { label, t } from '@/i18n'

const CHANGES = [
  'note',
  'level',
  'mark',
  'joined',
  'corroborated',
  'repeated',
  'changed',
  'plan',
  'attached',
  'edited',
  'phoned',
  'called',
  'ended',
  'asked',
] as const
export type Change = (typeof CHANGES)[number]
export const STATES = {
  alert: 'alertState',
  incident: 'incidentState',
  task: 'taskState',
  report: 'reportStage',
} as const

/** Whether the subject stayed in its state. */
export const isChange = (to: string): to is Change => (CHANGES as readonly string[]).includes(to)

export function stateWords(subject: Transition['subject'], to: string): string {
  return isChange(to) ? t(`incidents.change.${to}`) : label(STATES[subject], to)
}
