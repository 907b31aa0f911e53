import type { CameraSpec, Catalogue, DetectorSpec, Gauge, Purpose, Zone } from '@/centre/types'
import type { Point, Roi } from './shapes'

/** The part of a camera's specification that the set-up page draws. Every function answers a new draft. Pure. */
export interface Draft {
  zones: Zone[]
  gauges: Gauge[]
  detectors: DetectorSpec[]
  analysis_fps: CameraSpec['analysis_fps']
}

export type AreaKind = 'zone' | 'gauge'
/** Which area is meant. */
export interface AreaRef {
  kind: AreaKind
  id: string
}

export const draftOf = ({ zones, gauges, detectors, analysis_fps }: CameraSpec): Draft => ({
  zones,
  gauges,
  detectors,
  analysis_fps,
})
export const withDraft = (spec: CameraSpec, draft: Draft): CameraSpec => ({ ...spec, ...draft })
export const isSame = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The first of `bank`, `bank-2`, `bank-3` … that no zone or gauge has. */
export function freeId(draft: Draft, stem: string): string {
  const used = new Set([...draft.zones, ...draft.gauges].map(({ id }) => id))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? stem : `${stem}-${number}`
    if (!used.has(id)) return id
  }
}

/** How many zones of a purpose, or gauges, there are: the number in a new one's name. */
export const nextNumber = (draft: Draft, purpose: Purpose | null): number =>
  (purpose === null ? draft.gauges.length : draft.zones.filter((zone) => zone.purpose === purpose).length) + 1

export const addZone = (draft: Draft, zone: Zone): Draft => ({ ...draft, zones: [...draft.zones, zone] })
export const addGauge = (draft: Draft, gauge: Gauge): Draft => ({ ...draft, gauges: [...draft.gauges, gauge] })

export function changeZone(draft: Draft, id: string, change: Partial<Zone>): Draft {
  return { ...draft, zones: draft.zones.map((zone) => (zone.id === id ? { ...zone, ...change } : zone)) }
}

export function changeGauge(draft: Draft, id: string, change: Partial<Gauge>): Draft {
  return { ...draft, gauges: draft.gauges.map((gauge) => (gauge.id === id ? { ...gauge, ...change } : gauge)) }
}

/**
 * Without an area. Detectors that name it stay, and are pointed out: what watches nothing must be decided, not lost.
 */
export function removeArea(draft: Draft, { kind, id }: AreaRef): Draft {
  if (kind === 'zone') return { ...draft, zones: draft.zones.filter((zone) => zone.id !== id) }
  return { ...draft, gauges: draft.gauges.filter((gauge) => gauge.id !== id) }
}

export const moveRoi = (draft: Draft, id: string, roi: Roi): Draft => changeGauge(draft, id, { roi })
export const moveZone = (draft: Draft, id: string, polygon: Point[]): Draft => changeZone(draft, id, { polygon })

/** A row of a gauge with its metres, kept from the top down. */
export function addRow(draft: Draft, id: string, row: number, metres: number): Draft {
  const gauge = draft.gauges.find((each) => each.id === id)
  if (!gauge) return draft
  return changeGauge(draft, id, {
    points: [...gauge.points.filter(([each]) => each !== row), [row, metres] as Point].sort((a, b) => a[0] - b[0]),
  })
}

export function changeDetector(draft: Draft, index: number, change: Partial<DetectorSpec>): Draft {
  return {
    ...draft,
    detectors: draft.detectors.map((each, place) => (place === index ? { ...each, ...change } : each)),
  }
}

/** A setting, or its default again where `value` is undefined. */
export function setSetting(
  draft: Draft,
  index: number,
  key: string,
  value: boolean | number | string | undefined,
): Draft {
  const rest = Object.entries(draft.detectors[index]?.settings ?? {}).filter(([each]) => each !== key)
  return changeDetector(draft, index, {
    settings: Object.fromEntries(value === undefined ? rest : [...rest, [key, value]]),
  })
}

export const addDetector = (draft: Draft, kind: string, zone: string | null): Draft => ({
  ...draft,
  detectors: [...draft.detectors, { kind, zone, settings: {} }],
})
export const removeDetector = (draft: Draft, index: number): Draft => ({
  ...draft,
  detectors: draft.detectors.filter((_, place) => place !== index),
})

/** Areas that a kind of detector can take. */
export function placesFor(draft: Draft, kind: string, catalogue: Catalogue): (Zone | Gauge)[] {
  const takes = catalogue.detectors.find((each) => each.kind === kind)?.takes ?? []
  return [
    ...draft.zones.filter((zone) => takes.includes(zone.purpose)),
    ...(takes.includes('gauge') ? draft.gauges : []),
  ]
}

export const areaOf = (draft: Draft, ref: AreaRef | null): Zone | Gauge | undefined =>
  ref === null
    ? undefined
    : ref.kind === 'zone'
      ? draft.zones.find(({ id }) => id === ref.id)
      : draft.gauges.find(({ id }) => id === ref.id)

export const detectorsIn = (draft: Draft, id: string): DetectorSpec[] =>
  draft.detectors.filter(({ zone }) => zone === id)
