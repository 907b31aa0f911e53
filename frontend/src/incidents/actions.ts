// What can be done with an incident in its state, by whom, and what must be said with it. Pure.
import type { IncidentDetail, IncidentState, Role } from '@/centre/types'
import { t, label, text } from '@/i18n'
import { termOptions, type Option } from '@/ui/dialog/options'

export interface ActionField {
  name: string
  label: string
  options?: Option[]
  optional?: boolean
  long?: boolean
  number?: boolean
  /** A moment on the site's clock. */
  moment?: boolean
  type?: string
  value?: string
}
export interface Action {
  name: ActionName
  fields: ActionField[]
}
export type ActionName = 'verify' | 'respond' | 'control' | 'flare-up' | 'close' | 'review' | 'cancel' | 'merge'

const DUTY: readonly Role[] = ['duty_officer', 'duty_leader', 'commander']
const TABLE: readonly { name: ActionName; from: readonly IncidentState[]; who: readonly Role[] }[] = [
  { name: 'verify', from: ['discovered'], who: DUTY },
  { name: 'respond', from: ['verified'], who: DUTY },
  { name: 'control', from: ['responding'], who: ['commander'] },
  { name: 'flare-up', from: ['controlled'], who: ['commander'] },
  { name: 'close', from: ['controlled'], who: ['duty_leader'] },
  { name: 'review', from: ['closed'], who: ['reviewer'] },
  { name: 'cancel', from: ['discovered', 'verified', 'responding'], who: ['duty_leader'] },
  { name: 'merge', from: ['discovered', 'verified', 'responding', 'controlled'], who: ['duty_leader', 'commander'] },
]

/** The names of the moves that this role may ask for now; the centre decides. */
export function possible(state: IncidentState, role: Role): ActionName[] {
  return TABLE.filter((line) => line.from.includes(state) && line.who.includes(role)).map((line) => line.name)
}

/** A move that others may make now, and who. */
export interface OthersMove {
  name: ActionName
  who: readonly Role[]
}

/** What somebody on duty may ask others to do now; who is not on duty asks nobody. */
export function ofOthers(state: IncidentState, role: Role): OthersMove[] {
  if (!DUTY.includes(role)) return []
  return TABLE.filter((line) => line.from.includes(state) && !line.who.includes(role)).map(({ name, who }) => ({
    name,
    who,
  }))
}

/** The centre sends the same request of the same state no sooner again, ms. */
export const ASK_AGAIN = 300_000

/** When somebody last asked for a move of the present state; null where nobody did lately. */
export function askedAt(
  incident: Pick<IncidentDetail, 'timeline' | 'state_since'>,
  name: ActionName,
  now: number,
): string | null {
  const since = Math.max(Date.parse(incident.state_since), now - ASK_AGAIN)
  const asked = incident.timeline.filter(
    (row) =>
      row.subject === 'incident' && row.to === 'asked' && row.data.move === name && Date.parse(row.at) > since,
  )
  return asked.at(-1)?.at ?? null
}

const note = (): ActionField => ({ name: 'note', label: t('board.note'), long: true, optional: true })
const said = (name: string, words: string): ActionField => ({ name, label: words, long: true })

/** What a move asks for. */
export function fieldsOf(
  name: ActionName,
  others: readonly Pick<IncidentDetail, 'id' | 'number' | 'title'>[] = [],
): ActionField[] {
  switch (name) {
    case 'verify':
      return [{ name: 'how', label: t('board.how'), options: termOptions('how'), value: 'picture' }, note()]
    case 'control':
      return [said('basis', t('board.basis')), { ...said('losses', label('reportField', 'losses')), optional: true }]
    case 'flare-up':
    case 'cancel':
      return [said('reason', t('board.reason'))]
    case 'merge':
      return [
        {
          name: 'into',
          label: t('board.into'),
          options: others.map((one) => ({ value: one.id, text: `${one.number} ${text(one.title)}` })),
        },
        note(),
      ]
    default:
      return [note()]
  }
}
