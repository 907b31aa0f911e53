// Rows of the journal of accounts, in words. Pure.
import type { JournalRow } from '@/centre/types'
import { label, t } from '@/i18n'
import type { Messages } from '@/i18n/messages'
import type { Option } from '@/ui/dialog/options'
import words from './words'

type Act = keyof Messages['audit']['journal']['acts']
type Fact = keyof Messages['audit']['journal']['told']
const ACTS = Object.keys(words.audit.zh.journal.acts) as Act[]
const FACTS = Object.keys(words.audit.zh.journal.told) as Fact[]

export const actOptions = (): Option[] => ACTS.map((act) => ({ value: act, text: t(`audit.journal.acts.${act}`) }))

/** What was done; the centre's own code where this page has no word for it yet. */
export function actWords(action: string): string {
  const act = ACTS.find((one) => one === action)
  return act ? t(`audit.journal.acts.${act}`) : action
}

function valueWords(fact: Fact, value: string): string {
  if (fact === 'role') return label('role', value)
  if (value === 'True') return t('audit.journal.yes')
  return value === 'False' ? t('audit.journal.no') : value
}

/** What the row tells of the act, and from where failures came. */
export function factWords({ facts, sources }: Pick<JournalRow, 'facts' | 'sources'>): string {
  const told = FACTS.flatMap((fact) => {
    const value = facts[fact]
    return value === undefined ? [] : [t(`audit.journal.told.${fact}`, { value: valueWords(fact, value) })]
  })
  return [...told, ...sources].join(' · ')
}
