import { describe, expect, it } from 'vitest'
import type { Catalogue, Gauge, Zone } from '@/centre/types'
import { addDetector, addGauge, addRow, addZone, freeId, placesFor, removeArea, setSetting, type Draft } from './draft'
import { problemsOf } from './problems'
import { contains, rectangle, split } from './shapes'

const empty: Draft = { zones: [], gauges: [], detectors: [], analysis_fps: 5 }
const zone = (id: string, purpose: Zone['purpose'] = 'watch'): Zone => ({
  id,
  name: { zh: '区', en: 'Zone' },
  purpose,
  polygon: [
    [0, 0],
    [1, 0],
    [1, 1],
  ],
})
const gauge = (id: string): Gauge => ({
  id,
  name: { zh: '尺', en: 'Staff' },
  kind: 'staff',
  roi: [0.1, 0.1, 0.1, 0.5],
  points: [],
  levels: {},
  rise_alert_m_per_h: null,
})
const catalogue: Catalogue = {
  known: true,
  detectors: [
    {
      kind: 'intrusion',
      raises: ['intrusion'],
      takes: ['watch'],
      needs_zone: false,
      settings: [
        { key: 'threshold', type: 'number', default: 0.5, low: 0, high: 1, above: true, unit: null, rule: true },
      ],
    },
    { kind: 'water_level', raises: ['water_level'], takes: ['gauge'], needs_zone: true, settings: [] },
  ],
}
const fields = (draft: Draft): string[] => problemsOf(draft, catalogue).map(({ field, key }) => `${field}: ${key}`)

describe('a draft of a set-up', () => {
  it('gives new areas an id that is free among zones and gauges', () => {
    expect(freeId(addGauge(addZone(empty, zone('bank')), gauge('bank-2')), 'bank')).toBe('bank-3')
  })

  it('keeps the rows of a gauge from the top down, one metre value a row', () => {
    const drawn = addRow(addRow(addRow(addGauge(empty, gauge('g')), 'g', 0.6, 0.5), 'g', 0.2, 0.9), 'g', 0.6, 0.4)
    expect(drawn.gauges[0]?.points).toEqual([
      [0.2, 0.9],
      [0.6, 0.4],
    ])
  })

  it('offers a detector only the areas it can take', () => {
    const drawn = addGauge(addZone(addZone(empty, zone('gate')), zone('sky', 'sky')), gauge('g'))
    expect(placesFor(drawn, 'intrusion', catalogue).map(({ id }) => id)).toEqual(['gate'])
    expect(placesFor(drawn, 'water_level', catalogue).map(({ id }) => id)).toEqual(['g'])
  })

  it('points out a detector whose area was removed instead of losing it', () => {
    const drawn = removeArea(addDetector(addZone(empty, zone('gate')), 'intrusion', 'gate'), {
      kind: 'zone',
      id: 'gate',
    })
    expect(fields(drawn)).toEqual(['detectors.0.zone: setup.problem.gone'])
  })

  it('names the field of every mistake as the centre does', () => {
    const wrong = setSetting(
      addDetector(
        addGauge(
          addZone(empty, {
            ...zone('gate'),
            name: { zh: '', en: 'Gate' },
            polygon: [
              [0, 0],
              [0, 0],
              [0, 0],
            ],
          }),
          gauge('g'),
        ),
        'intrusion',
        null,
      ),
      0,
      'threshold',
      1.5,
    )
    expect(fields(wrong)).toEqual([
      'zones.0.name.zh: setup.problem.name',
      'zones.0.polygon: setup.problem.flat',
      'gauges.0.points: setup.problem.rows',
      'detectors.0.settings.threshold: setup.problem.most',
    ])
  })

  it('refuses metres that do not fall down the picture', () => {
    expect(
      fields(
        addGauge(empty, {
          ...gauge('g'),
          points: [
            [0.2, 0.3],
            [0.6, 0.5],
          ],
        }),
      ),
    ).toEqual(['gauges.0.points: setup.problem.rising'])
  })

  it('takes a setting back to its default by leaving it out', () => {
    const drawn = setSetting(addDetector(empty, 'intrusion', null), 0, 'threshold', 0.7)
    expect(setSetting(drawn, 0, 'threshold', undefined).detectors[0]?.settings).toEqual({})
  })
})

describe('shapes', () => {
  it('make a rectangle of two corners in any order', () => {
    expect(rectangle([0.6, 0.2], [0.2, 0.5])).toEqual([0.2, 0.2, 0.4, 0.3])
  })

  it('know what lies inside, and split an edge in its middle', () => {
    const square: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]
    expect([
      contains(square, [0.5, 0.5]),
      contains(
        [
          [0, 0],
          [0.2, 0],
          [0, 0.2],
        ],
        [0.5, 0.5],
      ),
    ]).toEqual([true, false])
    expect(split(square, 3)[4]).toEqual([0, 0.5])
  })
})
