// The timeline of an incident for people: newest first, by day, what the machine repeats folded into one entry. Pure.
import type { Transition } from '@/centre/types'
import { dayOf } from '@/time/zonedTime'

/** What the machine does again and again, and what one line can count. */
const REPEATED = ['called', 'repeated', 'ended', 'corroborated'] as const
export type Repeated = (typeof REPEATED)[number]

/** Rows that stand in one line, newest first; mostly a single one. */
export type Entry = readonly [Transition, ...Transition[]]
export interface Day {
  day: string
  entries: Entry[]
}

export const isRepeated = (to: string): to is Repeated => (REPEATED as readonly string[]).includes(to)

/** Whether the row can be counted together with others of its kind. */
const folds = (row: Transition): boolean => row.actor === null && isRepeated(row.to)

/**
 * The rows by day of the site. What the machine repeated between two acts of persons is one entry for each kind, where
 * the newest of it stands: no fold reaches past an act of a person, or past midnight.
 */
export function daysOf(timeline: readonly Transition[], zone: string, peopleOnly: boolean): Day[] {
  const days: Day[] = []
  let open = new Map<string, Transition[]>()
  for (const row of [...timeline].sort((a, b) => b.number - a.number)) {
    if (peopleOnly && row.actor === null) continue
    const day = dayOf(Date.parse(row.at), zone)
    if (days.at(-1)?.day !== day) {
      days.push({ day, entries: [] })
      open = new Map()
    }
    if (row.actor) open = new Map()
    const known = folds(row) ? open.get(row.to) : undefined
    if (known) known.push(row)
    else {
      const entry: [Transition, ...Transition[]] = [row]
      days.at(-1)?.entries.push(entry)
      if (folds(row)) open.set(row.to, entry)
    }
  }
  return days
}

/** A reminder comes, as a call does, because nobody has taken the alert. */
const plain = (reason: string | null): string | null => (reason === 'reminder' ? 'step' : reason)

/** The one reason of all rows of an entry, if they share it. */
export function sharedReason(entry: Entry): string | null {
  const first = plain(entry[0].reason)
  return entry.every((row) => plain(row.reason) === first) ? first : null
}
