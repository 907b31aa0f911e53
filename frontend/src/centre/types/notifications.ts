// Who is on duty, and who is told by which channel.
import type { Level } from './alerts'
import type { Role, Text } from './people'

// GET /api/duty → Duty; PUT /api/duty/{role} {people: string[]} → Duty (leaders, admin)
export interface DutyPerson { id: string; display_name: string; role: Role }
export interface DutyPost { person: DutyPerson; role: Role; since: string; set_by: string }
export interface Console { display_name: string; role: Role; sound: 'on' | 'muted' | 'blocked'; visible: boolean }
export interface Duty {
  posts: DutyPost[]
  candidates: DutyPerson[]       // who can stand in a duty role
  empty_roles: Role[]            // nobody stands there: every holder is called
  consoles: Console[] | null     // open pages and their sound; null while that is not known
}

export type Topic = 'alert' | 'storm' | 'task' | 'report' | 'incident' | 'test'
export type DeliveryState = 'queued' | 'sent' | 'delivered' | 'failed'

// What the person of this page is told; the page confirms by {type: 'received', ids}
export interface Notice {
  id: string; channel: string; topic: Topic; level: Level | null
  title: Text; body: Text; path: string; at: string
}

// GET /api/notifications?subject_id= → Delivery[]; GET /api/notifications/deliveries/{id} (admin)
export interface Delivery {
  id: string; name: string; role: Role | null      // role null: the group behind a shared channel
  channel: string; topic: Topic; state: DeliveryState; attempts: number
  queued_at: string; sent_at: string | null; delivered_at: string | null; failed_at: string | null
  next_attempt_at: string | null
  reason: string | null          // code: redis_away no_audible_page no_address unreachable refused unauthorized timeout expired secret_missing address channel_fault
  detail: string | null
}

// GET /api/notifications/channels → Channels (admin); POST /api/notifications/channels/{name}/test {person_id?} → Delivery
// PUT /api/notifications/contacts/{user} {addresses: {channel: address}}
export interface Channel {
  name: string; kind: 'page' | 'email' | 'webhook' | 'apprise'; shared: boolean
  missing: string[]              // environment variables that are not set
  counts: Record<DeliveryState, number>   // of 24 hours
}
export interface Contact { id: string; display_name: string; role: Role; addresses: Record<string, string> }
export interface Channels { channels: Channel[]; people: Contact[] }
