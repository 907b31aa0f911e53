import { describe, expect, it } from 'vitest'
import type { ViewNote } from '@/centre/types'
import { lineOf, noted, SPAN_MS } from './scores'

const note = (score: number, zone: string | null = 'gate'): ViewNote => ({
  width: 640,
  height: 360,
  scores: [{ kind: 'intrusion', zone, score, threshold: 0.5, value: null, unit: null, veto: null }],
})

describe('scores over time', () => {
  it('make one curve for each kind and zone, with its threshold', () => {
    const curves = noted(noted(noted([], note(0.2), 1000), note(0.8), 2000), note(0.4, null), 2000)
    expect(curves.map(({ key, points, threshold }) => [key, points.map(({ score }) => score), threshold])).toEqual([
      ['intrusion gate', [0.2, 0.8], 0.5],
      ['intrusion ', [0.4], 0.5],
    ])
  })

  it('forget what is older than a minute, and a curve without points', () => {
    const curves = noted(noted([], note(0.2), 0), note(0.8, 'yard'), SPAN_MS + 1)
    expect(curves.map(({ zone }) => zone)).toEqual(['yard'])
  })

  it('are drawn with the present at the right', () => {
    const [curve] = noted(noted([], note(0.25), 0), note(1), SPAN_MS / 2)
    expect(curve && lineOf(curve, SPAN_MS / 2)).toBe('50.0,75.0 100.0,0.0')
  })
})
