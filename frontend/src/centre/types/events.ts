// The WebSocket of events.
import type { Alert } from './alerts'
import type { Transition } from './audit'
import type { CameraState } from './cameras'
import type { Incident } from './incidents'
import type { Notice } from './notifications'
import type { Person } from './people'
import type { Task } from './tasks'

// ------------------------------------------------------------------ WebSocket /api/ws/events?after=N
// Text frames of JSON. Without `after` the server first sends hello with the newest number, and the page loads lists by HTTP.
// With `after`, every event above N follows in order. Close codes: 4401 no session, 4403 wrong origin, 4408 too slow (resume).
export type EventMessage =
  | { type: 'hello'; number: number; server_time: string; version: string }
  | { type: 'event'; number: number; event: Transition; alert?: Alert; incident?: Incident; task?: Task }
  | { type: 'alert'; alert: Alert }                        // unnumbered: count, last_seen moved
  | { type: 'cameras'; states: Record<string, CameraState> } // all on connect, then changes
  | { type: 'cameras_changed' }                            // the list itself changed: load it again
  | { type: 'notice'; notice: Notice }                     // for this person alone
  | { type: 'looking'; incident_id: string; people: Person[] } // who looks at the incident this page shows, itself too
  | { type: 'ping'; server_time: string }                  // every second; the page says "no connection" after 3 s without

// page → server: {type:'console', sound: 'on'|'muted'|'blocked', visible: boolean} every 10 s
//                {type:'looking', incident_id: string | null} every 10 s and when it changes: the incident that is shown
//                {type:'received', ids: string[]} once notices are shown (channel in_app) or sounded (channel sound)
