// What is known of an incident, as a form has it and as the centre takes it. Pure.
import type { Incident, IncidentDetail, Level } from '@/centre/types'
import { instant, wallTime } from '@/time/zonedTime'

/** What the timeline calls a change of facts. */
const CHANGED = 'changed'

export interface Facts {
  title: string
  kind: string
  level: string
  hotspot: string
  position: { lon: number; lat: number } | null
  /** On the site's wall clock, `2026-11-23T15:42:07`. */
  occurred: string
  response_level: string
  warning_colour: string
}

export const NO_FACTS: Facts = {
  title: '',
  kind: 'smoke',
  level: '3',
  hotspot: '',
  position: null,
  occurred: '',
  response_level: '',
  warning_colour: '',
}

export function factsOf(incident: Incident, title: string, zone: string): Facts {
  return {
    title,
    kind: incident.kind,
    level: String(incident.level),
    hotspot: incident.hotspot ?? '',
    position: incident.position,
    occurred: wallTime(incident.occurred_at, zone),
    response_level: String(incident.response_level ?? ''),
    warning_colour: incident.warning_colour ?? '',
  }
}

/**
 * Whether somebody said where it is: whoever reported it, or a person who marked it on the map. Else its position is
 * that of the camera which saw it, and nobody should drive there.
 */
export function isPlaced(incident: Pick<IncidentDetail, 'position' | 'source' | 'timeline'>): boolean {
  if (!incident.position) return false
  const told = incident.source !== null && incident.source.channel !== 'alert'
  const marks = incident.timeline.filter((row) => row.subject === 'incident' && row.to === CHANGED)
  return told || marks.some((row) => 'position' in row.data)
}

/** Who set the level of the response last, after the plan: a person by name; null where it is that of the plan. */
export function responseSetBy(incident: Pick<IncidentDetail, 'timeline'>): string | null {
  const sets = incident.timeline.filter((row) => row.subject === 'incident' && 'response_level' in row.data)
  const last = sets.at(-1)
  return last?.to === CHANGED ? (last.actor?.display_name ?? null) : null
}

type Change = Partial<{
  title: string
  kind: string
  level: number
  hotspot: string | null
  position: { lon: number; lat: number } | null
  occurred_at: string | null
  response_level: Level | null
  warning_colour: string | null
}>

/** Only what differs: what is left out stays as it is, and what another changed meanwhile is not changed back. */
export function changes(before: Facts, after: Facts, zone: string): Change {
  const found: Change = {}
  if (after.title.trim() !== before.title) found.title = after.title.trim()
  if (after.kind !== before.kind) found.kind = after.kind
  if (after.level !== before.level) found.level = Number(after.level)
  if (after.hotspot !== before.hotspot) found.hotspot = after.hotspot || null
  if (JSON.stringify(after.position) !== JSON.stringify(before.position)) found.position = after.position
  if (after.occurred !== before.occurred) found.occurred_at = instant(after.occurred, zone)
  if (after.response_level !== before.response_level)
    found.response_level = (Number(after.response_level) || null) as Level | null
  if (after.warning_colour !== before.warning_colour) found.warning_colour = after.warning_colour || null
  return found
}
