import { describe, expect, it } from 'vitest'
import type { CameraSpec } from '@/centre/types'
import { draftOf, emptyDraft, freeId, problemsOf, specOf } from './cameraDraft'

const stored = {
  id: 'gate',
  name: { zh: '大门', en: 'Gate' },
  hotspot: 'town',
  position: { lon: 113.1, lat: 34.7 },
  main: 'rtsp://10.0.0.1/1',
  sub: null,
  transport: 'udp',
  record: 'main',
  analysis_fps: 2,
  zones: [],
  gauges: [],
  detectors: [{ kind: 'smoke', zone: null, settings: {} }],
  enabled: false,
} as CameraSpec
const filled = { ...emptyDraft('bank', 'town'), zh: '河岸', main: 'rtsp://10.0.0.2/1', position: { lon: 1, lat: 2 } }

describe('a new camera', () => {
  it('is offered the first id that is free', () => {
    expect(freeId(new Set(['cam01', 'cam03']))).toBe('cam02')
  })

  it('needs a name, an address, a hotspot and a place', () => {
    expect(problemsOf(emptyDraft('bank', ''), new Set())).toEqual({
      zh: 'required',
      hotspot: 'required',
      main: 'required',
      position: 'required',
    })
    expect(problemsOf(filled, new Set())).toEqual({})
  })

  it.each([
    ['Bank', 'idForm'],
    ['-bank', 'idForm'],
    ['gate', 'taken'],
  ])('cannot be called %s', (id, problem) => {
    expect(problemsOf({ ...filled, id }, new Set(['gate']))).toEqual({ id: problem })
  })

  it('is watched by keyframes, named alike in both languages, unless something else is typed', () => {
    expect(specOf(filled, null)).toMatchObject({
      name: { zh: '河岸', en: '河岸' },
      sub: null,
      analysis_fps: 'keyframes',
      detectors: [],
      enabled: true,
    })
  })
})

it.each(['0', '31', 'fast', '0.04'])('an analysis rate of %s is refused', (rate) => {
  expect(problemsOf({ ...filled, rate }, new Set())).toEqual({ rate: 'rate' })
})

it('a camera that is changed nowhere stays as it is stored, with its detectors', () => {
  expect(specOf(draftOf(stored), stored)).toEqual(stored)
})

it('everything that the form holds is changed', () => {
  const draft = { ...draftOf(stored), hotspot: 'river', position: { lon: 5, lat: 6 }, rate: '', sub: ' rtsp://h/2 ' }
  expect(specOf(draft, stored)).toEqual({
    ...stored,
    hotspot: 'river',
    position: { lon: 5, lat: 6 },
    analysis_fps: 'keyframes',
    sub: 'rtsp://h/2',
  })
})
