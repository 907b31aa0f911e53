// Alerts, what happens to them next, and what is shelved.
import type { Person, Text } from './people'

export type AlertState =
  | 'raised' | 'acknowledged' | 'confirmed' | 'dismissed' | 'cleared_unacknowledged' | 'shelved'
export type Level = 1 | 2 | 3 | 4
export type DismissReason = 'false_alarm' | 'duplicate' | 'equipment' | 'known_work'
export interface Box { x: number; y: number; w: number; h: number }

// GET /api/alerts?open=true&state=&level=&kind=&camera=&station=&hotspot=&from=&to=&page=&page_size= → Page<Alert>
// GET /api/alerts/{id}; GET /api/alerts/{id}/snapshot.jpg
// POST /api/alerts/{id}/acknowledge {}            → Alert
// POST /api/alerts/{id}/confirm {incident_id?: string, note?: string}   → Alert (incident_id set)
// POST /api/alerts/{id}/dismiss {reason, note?}   → Alert; levels 1 and 2 need duty_leader
export interface Alert {
  id: string
  state: AlertState
  level: Level
  kind: string
  camera: { id: string; name: Text; hotspot: string } | null    // who raised it: a camera …
  station: { id: string; name: Text; hotspot: string } | null   // … or a station
  place: string              // where within the zone; of a water level the mark that is reached, `warning`
  zone: Text | null
  score: number
  value: number | null
  unit: string | null
  box: Box | null
  has_snapshot: boolean
  raised_at: string          // when the centre stored it
  started_at: string         // when the condition began
  captured_at: string        // the frame that fulfilled the alarm condition
  last_seen_at: string
  ended_at: string | null    // when the condition ended
  count: number              // how often the same thing came again
  members: { camera_id: string; ended: boolean }[]   // more than one: cameras lost together
  handled_by: Person | null
  acknowledged_at: string | null
  decided_at: string | null
  reason: DismissReason | null
  incident_id: string | null
  previous_alert_id: string | null
  evidence: Record<string, number>
  detector: string
  hotspot: string | null
  note: string | null        // what the person who raised it says
  next_step: NextStep | null // while it is open
  shelf: Shelf | null        // while it is shelved
}

// What happens when nobody does anything; `who` null: it is raised again; `round` null: a reminder after the last round
export type Called = 'duty_officer' | 'duty_leader' | 'commander' | 'everybody'
export interface NextStep { at: string; who: Called | null; round: number | null }
export interface Shelf { until: string; reason: string; by: Person | null; planned: boolean }

// POST /api/alerts {kind?, camera_id?, hotspot?, level?, note} → Alert: a person says "look here"
// POST /api/alerts/{id}/shelve {until, reason}, /unshelve {} → Alert (leaders; 8 h at most)
// GET /api/shelf-plans → ShelfPlan[]; POST /api/shelf-plans {camera_id?, zone?, kind?, hotspot?, starts_at, ends_at, reason}; DELETE /api/shelf-plans/{id} (leaders)
export interface ShelfPlan {
  id: string; camera_id: string | null; zone: string | null; kind: string | null; hotspot: string | null
  starts_at: string; ends_at: string; reason: string; made_by: Person | null; made_at: string
}
