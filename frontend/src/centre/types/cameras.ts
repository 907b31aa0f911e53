// Cameras: how they are, and how they are set up.
import type { Box } from './alerts'
import type { Person, Text } from './people'

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
