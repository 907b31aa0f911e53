import type { Alert } from '@/api/types'

/** An alert for tests: raised, level Ⅲ, of one camera. */
export function someAlert(more: Partial<Alert> = {}): Alert {
  return {
    id: 'a',
    state: 'raised',
    level: 3,
    kind: 'intrusion',
    camera: { id: 'river-01', name: { zh: '河道 1 号', en: 'River 1' }, hotspot: 'river' },
    station: null,
    place: '',
    zone: { zh: '堤岸', en: 'Levee' },
    score: 0.9,
    value: null,
    unit: null,
    box: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 },
    has_snapshot: true,
    raised_at: '2026-11-23T07:42:00.000000Z',
    started_at: '2026-11-23T07:41:55.000000Z',
    captured_at: '2026-11-23T07:42:00.000000Z',
    last_seen_at: '2026-11-23T07:42:10.000000Z',
    ended_at: null,
    count: 1,
    members: [],
    handled_by: null,
    acknowledged_at: null,
    decided_at: null,
    reason: null,
    incident_id: null,
    previous_alert_id: null,
    evidence: {},
    detector: 'intrusion/1',
    ...more,
  }
}
