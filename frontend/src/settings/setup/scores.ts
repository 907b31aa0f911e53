import type { ViewNote, ViewScore } from '@/centre/types'

/** Scores over time, one curve for each kind and zone. Pure. `at` in ms since 1970. */
export interface Curve {
  key: string
  kind: string
  zone: string | null
  threshold: number
  points: { at: number; score: number; veto: string | null }[]
  last: ViewScore
}

/** How long a curve remembers. */
export const SPAN_MS = 60_000

export function noted(curves: readonly Curve[], note: ViewNote, at: number): Curve[] {
  const found = new Map(curves.map((curve) => [curve.key, curve]))
  for (const score of note.scores) {
    const key = `${score.kind} ${score.zone ?? ''}`
    const points = [...(found.get(key)?.points ?? []), { at, score: score.score, veto: score.veto }]
    found.set(key, { key, kind: score.kind, zone: score.zone, threshold: score.threshold, points, last: score })
  }
  return [...found.values()]
    .map((curve) => ({ ...curve, points: curve.points.filter((point) => at - point.at <= SPAN_MS) }))
    .filter((curve) => curve.points.length > 0)
}

/** A curve in a box of 100 × 100, the present at its right edge, 0 below. */
export function lineOf(curve: Curve, now: number): string {
  return curve.points
    .map(({ at, score }) => `${(100 - ((now - at) / SPAN_MS) * 100).toFixed(1)},${((1 - score) * 100).toFixed(1)}`)
    .join(' ')
}
