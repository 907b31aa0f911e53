// Incidents and what belongs to one.
import type { Alert, Level } from './alerts'
import type { Transition } from './audit'
import type { Person, Text } from './people'
import type { Owed, Report } from './reports'
import type { Task } from './tasks'

export type IncidentState =
  | 'discovered' | 'verified' | 'responding' | 'controlled' | 'closed' | 'reviewed' | 'cancelled' | 'merged'

// GET /api/incidents?state=&level=&hotspot=&kind=&from=&to=&q=&page=&page_size= → Page<Incident>
export interface Incident {
  id: string; number: string          // 2026-0001
  state: IncidentState
  level: Level; kind: string
  title: Text
  hotspot: string | null
  position: { lon: number; lat: number } | null
  opened_at: string
  opened_by: Person
  state_since: string
  learned_at: string                  // when a person first knew: the clock of the reports
  occurred_at: string | null
  source: { channel: SourceChannel; name: string | null; phone: string | null } | null
  response_level: Level | null
  warning_colour: WarningColour | null
  plan: string | null
  merged_into: string | null
  previous_incident_id: string | null
  alert_ids: string[]
  tasks: number
  tasks_open: number
  owed: Owed | null                   // the report that is due next
}

export type SourceChannel = 'alert' | 'phone' | 'patrol' | 'message' | 'cap'
export type WarningColour = 'red' | 'orange' | 'yellow' | 'blue'

// POST /api/incidents {kind, level, title?, hotspot?, position?, source: {channel, name, phone}, told_at?, occurred_at?, previous_incident_id?, note?} → Incident
// PATCH /api/incidents/{id} {level?, kind?, title?, hotspot?, position?, occurred_at?, response_level?, warning_colour?, note?} → Incident
// POST /api/incidents/{id}/verify {how: 'picture'|'call_back'|'patrol', note?} · /respond {note?} · /control {basis, losses} · /flare-up {reason}
//      · /close {note?} · /cancel {reason} · /merge {into, note?} · /review {conclusion, actions: [{text, owner, due_on}]} → Incident
// GET /api/incidents/{id}
export interface IncidentDetail extends Incident {
  alerts: Alert[]
  timeline: Transition[]
  video: { camera_id: string; from: string; to: string; open: boolean }[]   // from 10 s before the alert on
  task_list: Task[]
  report_list: Report[]
  attachments: Attachment[]
  review: {
    conclusion: string; figures: Record<string, number | null>
    actions: { text: string; owner: string; due_on: string }[]
    reviewer: Person; at: string
  } | null
}

// PUT /api/incidents/{id}/attachments/{key}?name=&task_id= with the file as body → Attachment; GET /api/attachments/{id}
export interface Attachment {
  id: string
  task_id: string | null
  name: string
  media_type: string
  bytes: number
  sha256: string
  at: string
  by: Person
}
