// The shapes that the centre's HTTP and WebSocket interfaces speak. Times are ISO 8601 in UTC.
// A test compares the HTTP part with /api/openapi.json.

export type Role =
  | 'viewer' | 'duty_officer' | 'duty_leader' | 'commander' | 'responder' | 'reviewer' | 'admin'

export interface Text { zh: string; en: string }

export interface User { id: string; username: string; display_name: string; role: Role }

// GET /api/sessions/current, POST /api/sessions {username, password}; DELETE /api/sessions/current
export interface Session { user: User; expires_at: string }

// Every error: {error: {code, message: {zh, en}, fields?}} with a fitting status
export interface ApiError { error: { code: string; message: Text; fields?: Record<string, string> } }

export interface Page<T> { items: T[]; total: number; page: number; page_size: number }

export type HotspotKind = 'mountain' | 'river' | 'reservoir' | 'site'
export interface Hotspot { id: string; kind: HotspotKind; name: Text }

// GET /api/site
export interface Site { name: Text; time_zone: string; hotspots: Hotspot[]; version: string }

export type Link = 'connecting' | 'online' | 'stale' | 'offline'
export type Fault =
  | 'camera_lost' | 'camera_black' | 'camera_frozen' | 'camera_covered' | 'camera_blurred' | 'camera_moved' | 'camera_shaking'

export interface StreamFacts {
  codec: string; width: number; height: number
  fps: number | null; gop_seconds: number | null; bitrate: number | null
}

export interface CameraState {
  link: Link
  faults: Fault[]
  reason: string | null      // code: refused unauthorized timeout not_found codec format secret_missing address silent ended adapter_silent disk detector low_visibility
  detail: string | null
  last_frame_at: string | null
  reconnects: number
  adapter: string | null
  streams: Record<string, StreamFacts>
  changed_at: string | null
}

export type Purpose = 'watch' | 'mask' | 'sky' | 'water' | 'ground' | 'line'
export interface Zone { id: string; name: Text; purpose: Purpose; polygon: [number, number][] }
export interface Gauge {
  id: string; name: Text; kind: 'board' | 'staff' | 'bank'
  roi: [number, number, number, number]; points: [number, number][]
  levels: Record<string, number>; rise_alert_m_per_h: number | null
}
export interface DetectorSpec { kind: string; zone: string | null; settings: Record<string, boolean | number | string> }

// GET /api/cameras?hotspot=&link=&q=&page=&page_size= → Page<Camera>; GET /api/cameras/{id}
export interface Camera {
  id: string; name: Text; hotspot: string; position: { lon: number; lat: number }
  record: 'main' | 'sub'; has_main: boolean; enabled: boolean
  analysis_fps: number | 'keyframes'
  zones: Zone[]; gauges: Gauge[]; detectors: DetectorSpec[]
  main: string; sub: string | null      // URLs without user, password or query secrets
  state: CameraState
}

// GET, PUT /api/cameras/{id}/spec (admin): the whole specification as the file writes it; secrets stand as ${NAME}
export interface CameraSpec {
  id: string; name: Text; hotspot: string; position: { lon: number; lat: number }
  main: string; sub: string | null; transport: 'tcp' | 'udp'; record: 'main' | 'sub'
  analysis_fps: number | 'keyframes'; zones: Zone[]; gauges: Gauge[]; detectors: DetectorSpec[]; enabled: boolean
}

// GET /api/quality?week=2026-05-01 → Quality: the week of that day; alerts and verdicts a detector and camera
// POST /api/quality/agreements {week, camera_id, detector, zone, threshold} → CameraChange (admin; 409 suggestion_gone)
// POST /api/alerts/{id}/mask → CameraChange (leaders, admin): masks the place of a false alarm
export type Advice = 'none' | 'threshold' | 'mask'
export type AdviceReason = 'too_few' | 'good' | 'same_place' | 'separable' | 'not_separable' | 'unknown_threshold'
export interface Suggestion {
  advice: Advice; reason: AdviceReason; judged: number; spared: number; threshold: number | null; alert_id: string | null
}
export interface QualityRow {
  camera_id: string; detector: string; zone: string | null
  alerts: number; confirmed: number; false: number; other: number; open: number
  ratio: number | null; threshold: number | null; suggestion: Suggestion
}
export interface Quality { from: string; to: string; rows: QualityRow[] }

// GET /api/detectors → Catalogue: what detectors can be set to; not known before an adapter has run
export interface SettingInfo {
  key: string; type: 'number' | 'integer' | 'boolean' | 'text'; default: boolean | number | string | null
  low: number | null; high: number | null; above: boolean; unit: string | null; rule: boolean
}
export interface DetectorInfo { kind: string; raises: string[]; takes: string[]; needs_zone: boolean; settings: SettingInfo[] }
export interface Catalogue { known: boolean; detectors: DetectorInfo[] }

// POST /api/cameras/{id}/trials CameraSpec → Trial: the last hour of its recording, nothing is stored; GET …/{token} → TrialReport; DELETE …/{token}
export type TrialPhase = 'asked' | 'running' | 'done' | 'failed' | 'cancelled'
export interface TrialAlert { kind: string; zone: string | null; at: string; score: number; value: number | null; unit: string | null; box: Box | null }
export interface Trial { token: string; from: string; to: string }
export interface TrialReport {
  phase: TrialPhase; progress: number; seconds: number; adapter: string | null; alerts: TrialAlert[]
  reason: string | null; detail: string | null      // reason: setting format time stopped nobody
}

// GET /api/cameras/{id}/changes → Page<CameraChange>, newest first; POST …/changes/{number}/undo → CameraChange
// PUT /api/cameras/{id}/spec?since={number of the last change known}: what others changed after it stays; 409 setup_clash
export type ChangeSource = 'page' | 'file' | 'mask' | 'suggestion' | 'undo'
export interface CameraChange {
  number: number; camera_id: string; at: string; actor: Person | null
  source: ChangeSource; what: 'added' | 'changed' | 'removed'
  differences: { path: string[]; before: unknown; after: unknown }[]
  alert_id: string | null; undoes: number | null
}

export type AlertState =
  | 'raised' | 'acknowledged' | 'confirmed' | 'dismissed' | 'cleared_unacknowledged' | 'shelved'
export type Level = 1 | 2 | 3 | 4
export type DismissReason = 'false_alarm' | 'duplicate' | 'equipment' | 'known_work'
export interface Box { x: number; y: number; w: number; h: number }
export interface Person { id: string; display_name: string; role: Role }

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

export type TaskState = 'assigned' | 'accepted' | 'en_route' | 'on_scene' | 'done' | 'declined' | 'cancelled'

// POST /api/incidents/{id}/tasks {title, detail?, unit?, person_id?, due_at?} → Task
// POST /api/tasks/{id}/step {key, to, note?, position?, tapped_at?} → Task; the same key again changes nothing
// POST /api/tasks/{id}/reassign {unit?, person_id?, due_at?} → Task
export interface Task {
  id: string
  incident_id: string
  state: TaskState
  title: Text
  detail: Text | null
  unit: string | null
  unit_name: Text | null
  person: Person | null
  plan: string | null
  assigned_at: string
  assigned_by: Person
  state_since: string
  due_at: string | null               // when somebody should be on the scene
  accepted_at: string | null
  accepted_by: Person | null
  en_route_at: string | null
  on_scene_at: string | null
  done_at: string | null
  position: { lon: number; lat: number } | null
}

// GET /api/tasks/mine → MyTask[]; GET /api/tasks/{id}/picture.jpg
export interface MyTask {
  task: Task
  incident_number: string; incident_title: Text
  level: Level; kind: string
  hotspot: string | null
  position: { lon: number; lat: number } | null
  unit_phone: string | null
  has_picture: boolean
}

// GET /api/crew
export interface Crew {
  units: { id: string; name: Text; phone: string; leader: string | null }[]
  people: { id: string; display_name: string }[]
}

// GET /api/incidents/{id}/plans → Plan[]; POST /api/incidents/{id}/plan {plan} → Task[]
export interface Plan {
  id: string; name: Text
  hotspot: string | null
  kinds: string[]
  level: Level
  when: Text
  tasks: { title: Text; detail: Text | null; unit: string; unit_name: Text; within_minutes: number | null }[]
  phones: { name: Text; phone: string }[]
  fits: boolean
}

export type ReportKind = 'first' | 'follow_up' | 'final'
export type ReportStage = 'draft' | 'submitted' | 'signed' | 'sent' | 'receipted'
export type ReportField =
  | 'received' | 'source' | 'occurred' | 'place' | 'nature' | 'scope' | 'losses' | 'trend' | 'leaders' | 'measures' | 'advice'

export interface Report {
  id: string
  incident_id: string
  kind: ReportKind
  number: number
  stage: ReportStage
  code: string | null                 // the document's number, given when it is signed
  begun: boolean
  author: Person | null
  approver: Person | null
  created_at: string
  phone_due_at: string | null
  due_at: string | null
  due: { what: 'phone' | 'written'; at: string } | null
  signed_at: string | null
  phoned_at: string | null
  phoned_to: string | null
  written_at: string | null
  receipt_by: string | null
  receipt_at: string | null
  late: boolean
  late_reason: string | null
}

// POST /api/incidents/{id}/reports {kind: 'follow_up'|'final'} · GET /api/reports/{id} · PUT /api/reports/{id} {revision, body}
// POST /api/reports/{id}/submit · /return {reason} · /sign · /phoned {to, late_reason?} · /send {late_reason?} · /receipt {by, at?}
export interface ReportDetail extends Report {
  revision: number
  body: Record<ReportField, string>
  incident_number: string
  incident_title: Text
}

// GET /api/reports/owed → Owed[], the next due first
export interface Owed {
  report_id: string
  incident_id: string
  incident_number: string
  incident_title: Text
  level: Level
  kind: ReportKind
  number: number
  due: { what: 'phone' | 'written'; at: string }
}

// GET /api/reports/{id}/report.pdf, report.docx, report.xml (CAP 1.2, once it is signed); GET /api/alerts/{id}/cap.xml
// POST /api/cap with the XML as body → CapReceipt; 422 names where and why
export interface CapReceipt { identifier: string; alert_id: string | null }
// GET /api/alerts/{id}/cap → CapMessage[]
export interface CapMessage {
  identifier: string; sender: string; sent: string; message_type: string
  headline: string; event: string; severity: string; certainty: string; description: string; area: string
  position: { lon: number; lat: number } | null
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

// POST /api/incidents/{id}/notes {text} → Transition
export interface Transition {
  number: number                       // event number within the realm
  subject: 'alert' | 'incident' | 'task' | 'report'
  subject_id: string
  from: string | null
  to: string                           // a state, or 'note' / 'level' / 'joined' / 'renamed' / 'corroborated' / 'changed' / 'plan' / 'attached' / 'edited' / 'phoned' on the same state
  at: string
  actor: Person | null                 // null: the machine
  reason: string | null
  note: string | null
  elapsed_ms: number | null            // since the state before
  data: Record<string, unknown>        // what else is recorded of it
}

// GET /api/audit/transitions?subject=&subject_id=&state=&role=&q=&from=&to=&page=&page_size= → Page<ChainRow>, newest first (admin)
// GET /api/audit/heads.jsonl (admin): the chains' heads to keep outside the centre
export interface ChainRow extends Transition { prev_hash: string; hash: string }

// GET /api/audit → Audit; POST /api/audit/verify → Audit, running (admin)
export interface AuditChain { realm: string; number: number; exported_number: number | null; exported_at: string | null }
export interface AuditVerdict { realm: string; checked: number; heads: number; broken_at: number | null; reason: string | null }
export interface Audit {
  chains: AuditChain[]; running: boolean; verified_at: string | null; seconds: number | null; verdicts: AuditVerdict[]
}

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

// GET /api/recordings?camera=&from=&to= → Segment[]
export interface Segment {
  camera_id: string; stream: 'main' | 'sub'; started_at: string; duration: number | null
  open: boolean; discontinuity: boolean; expired: boolean; bytes: number | null
}
// GET /api/recordings/{camera}/clip.mp4?from=&to= → video/mp4 (ranges), header x-clip-start: ISO time of the first picture (the keyframe at or before from); 410 {code:'expired'}, 404 {code:'no_recording'}
// GET /api/map → GeoJSON FeatureCollection (WGS84)
// GET /api/users → Page<Account>; POST /api/users {username, display_name, role, password} → Account
// PATCH /api/users/{id} {display_name?, role?, disabled?, password?} → Account; all but the name end the account's sessions (admin)
export interface Account extends User { disabled: boolean; created_at: string }

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

// ------------------------------------------------------------------ WebSocket /api/ws/live
// page → server (JSON): {subscribe: [{camera, stream: 'sub'|'main'|'jpeg'}]} replaces the whole set each time
//                        {codecs: ['avc1', 'hvc1', …]} what MediaSource can play, once at the start
//                        {received: N} bytes of binary messages taken so far on this connection, about every 100 kB; the centre
//                        keeps little more than that under way, so that a page that is late loses pictures instead of time
// stream may be sub, main, jpeg, or view: the detectors' own view, with a note beside each picture
// server → page (binary): uint32 big-endian length of the header, header as JSON, payload
export interface ViewScore { kind: string; zone: string | null; score: number; threshold: number; value: number | null; unit: string | null; veto: string | null }
export interface ViewNote { width: number; height: number; scores: ViewScore[] }
export type LiveHeader =
  | { t: 'init'; camera: string; stream: string; init_id: string; codec: string; width: number; height: number } // payload: init segment
  | { t: 'frag'; camera: string; stream: string; init_id: string; key: boolean; pts: number; dts: number; step: number; dur: number; captured_at: number } // µs; payload: moof+mdat
  | { t: 'jpeg'; camera: string; stream: 'jpeg' | 'view'; captured_at: number; note?: ViewNote } // payload: JPEG; view: what the detectors see
  | { t: 'none'; camera: string; stream: string; reason: string }           // cannot be had now
// The first fragment after an init, and after a drop, starts with a keyframe.

// GET /api/health (no session)
export interface Health {
  status: 'ok' | 'degraded' | 'failed'
  version: string
  cameras: { total: number; online: number; stale: number; offline: number }
  redis: { status: 'ok' | 'failed'; live: 'ok' | 'failed'; memory_ratio: number | null }
  database: { status: 'ok' | 'failed'; latency_ms: number | null }
  canary: { seen_at: string | null; latency_ms: number | null }
  clock: { synchronised: boolean | null; offset_ms: number | null }
  adapters: { id: string; seen_at: string; cameras: number }[]
  alarms: { code: string; message: Text }[]
}

// GET /api/stations?hours=24 → Station[]: the stations of the site with their level now
// POST /api/stations/{id}/readings {level_m?, rain_mm_h?, at?} or {readings: […]}, `Authorization: Bearer` the station's token → Taken
// POST /api/stations/{id}/token (admin) → Token, shown this once; DELETE takes it away
export interface Sample { at: string; value: number }
export interface Station {
  id: string; name: Text; hotspot: string; kind: 'river' | 'reservoir'; datum: Text | null
  level: Sample | null                 // metres above the datum
  rain: Sample | null                  // mm/h
  rate_m_per_h: number | null
  marks: { name: string; metres: number; reached: boolean }[]
  silent: boolean                      // no reading for stale_minutes: what is shown is of before
  stale_minutes: number
  has_token: boolean
  problem: { at: string; source: string; reason: string } | null   // the last message that could not be used
  history: Sample[]                    // levels of the hours asked for, one every 5 min at most
}
export interface Taken { new: number }
export interface Token { token: string }
