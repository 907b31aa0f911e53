// How detectors were judged, and what is suggested.

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
