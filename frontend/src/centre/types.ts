// The shapes that the centre's interfaces speak. What goes by HTTP is generated from OpenAPI (`make types`); the
// messages of the WebSockets around it stand here. Times are ISO 8601 in UTC.
import type {
  Alert,
  CameraSpec,
  CameraState,
  Incident,
  Notice,
  PageOfAlert,
  Person,
  Task,
  Transition,
  ViewNote,
} from './schema.generated'

export type * from './schema.generated'

export type Level = Alert['level']
export type Fault = CameraState['faults'][number]
export type Setting = CameraSpec['detectors'][number]['settings'][string]

/** One page of a list. */
export type Page<T> = Omit<PageOfAlert, 'items'> & { items: T[] }

/**
 * WebSocket /api/ws/events?after=N: text frames of JSON. Without `after` the centre first sends hello with the newest
 * number, and the page loads lists by HTTP. With `after`, every event above N follows in order.
 * Close codes: 4401 no session, 4403 wrong origin, 4408 too slow (resume).
 *
 * The page says `{type:'console', sound: 'on'|'muted'|'blocked', visible: boolean}` every 10 s,
 * `{type:'looking', incident_id: string | null}` every 10 s and when it changes (the incident that is shown), and
 * `{type:'received', ids: string[]}` once notices are shown (channel in_app) or sounded (channel sound).
 */
export type EventMessage =
  /** `reload`: the page is too far behind to be told what it missed. */
  | { type: 'hello'; number: number; server_time: string; version: string; reload?: boolean }
  | { type: 'event'; number: number; event: Transition; alert?: Alert; incident?: Incident; task?: Task }
  /** Unnumbered: count and last_seen moved. */
  | { type: 'alert'; alert: Alert }
  /** All on connect, then changes. */
  | { type: 'cameras'; states: Record<string, CameraState> }
  /** The list itself changed: load it again. */
  | { type: 'cameras_changed' }
  /** For this person alone. */
  | { type: 'notice'; notice: Notice }
  /** Who looks at the incident that this page shows, itself too. */
  | { type: 'looking'; incident_id: string; people: Person[] }
  /** Every second; the page says "no connection" after 3 s without. */
  | { type: 'ping'; server_time: string }

/**
 * WebSocket /api/ws/live. The page says (JSON) `{subscribe: [{camera, stream}]}`, which replaces the whole set each
 * time; `{codecs: ['avc1', 'hvc1', …]}`, what MediaSource can play, once at the start; and `{received: N}`, bytes of
 * binary messages taken so far on this connection, about every 100 kB: the centre keeps little more than that under
 * way, so that a page that is late loses pictures instead of time. A stream is sub, main, jpeg, or view: the detectors'
 * own view. The centre sends (binary) a uint32, big-endian, the length of the header; the header as JSON; the payload.
 */
export type LiveHeader =
  /** Payload: init segment. */
  | {
      t: 'init'
      camera: string
      stream: string
      init_id: string
      codec: string
      width: number
      height: number
    }
  /** Payload: moof and mdat. Times in µs. The first one after an init, and after a drop, starts with a keyframe. */
  | {
      t: 'frag'
      camera: string
      stream: string
      init_id: string
      key: boolean
      pts: number
      dts: number
      step: number
      dur: number
      captured_at: number
    }
  /** Payload: JPEG; of `view` what the detectors see, with a note beside it. */
  | { t: 'jpeg'; camera: string; stream: 'jpeg' | 'view'; captured_at: number; note?: ViewNote }
  /** It cannot be had now. */
  | { t: 'none'; camera: string; stream: string; reason: string }
