import type { Catalogue, DetectorSpec, Gauge, SettingInfo, Text, Zone } from '@/centre/types'
import type { MessageKey } from '@/i18n/messages'
import type { Draft } from './draft'
import { area, fewest } from './shapes'

/**
 * What is wrong with a draft, by the centre's names of fields (`zones.0.name.zh`). Bounds come from the catalogue.
 * Pure.
 */
export interface Problem {
  field: string
  key: MessageKey
  values?: Record<string, string | number>
}

export function problemsOf(draft: Draft, catalogue: Catalogue | null): Problem[] {
  return [
    ...draft.zones.flatMap((zone, index) => zoneProblems(zone).map((each) => within(`zones.${index}`, each))),
    ...draft.gauges.flatMap((gauge, index) => gaugeProblems(gauge).map((each) => within(`gauges.${index}`, each))),
    ...draft.detectors.flatMap((detector, index) =>
      detectorProblems(draft, detector, catalogue).map((each) => within(`detectors.${index}`, each)),
    ),
  ]
}

const within = (place: string, problem: Problem): Problem => ({ ...problem, field: `${place}.${problem.field}` })

function nameProblems(name: Text): Problem[] {
  return (['zh', 'en'] as const)
    .filter((language) => name[language].trim() === '')
    .map((language) => ({ field: `name.${language}`, key: 'setup.problem.name' }))
}

function zoneProblems(zone: Zone): Problem[] {
  const least = fewest(zone.purpose)
  const found = nameProblems(zone.name)
  if (zone.polygon.length < least) found.push({ field: 'polygon', key: 'setup.problem.corners', values: { least } })
  else if (zone.purpose !== 'line' && area(zone.polygon) < 1e-6)
    found.push({ field: 'polygon', key: 'setup.problem.flat' })
  return found
}

function gaugeProblems(gauge: Gauge): Problem[] {
  const found = nameProblems(gauge.name)
  if (gauge.roi[2] <= 0 || gauge.roi[3] <= 0) found.push({ field: 'roi', key: 'setup.problem.roi' })
  if (gauge.kind !== 'bank' && gauge.points.length < 2) found.push({ field: 'points', key: 'setup.problem.rows' })
  if (!falls(gauge.points)) found.push({ field: 'points', key: 'setup.problem.rising' })
  return found
}

/** Whether metres fall from row to row down the picture. */
function falls(points: Gauge['points']): boolean {
  const ordered = [...points].sort((a, b) => a[0] - b[0])
  return ordered.every(([row, metres], index) => {
    const above = ordered[index - 1]
    return !above || (row > above[0] && metres < above[1])
  })
}

function detectorProblems(draft: Draft, detector: DetectorSpec, catalogue: Catalogue | null): Problem[] {
  const found: Problem[] = []
  const known = [...draft.zones, ...draft.gauges].some(({ id }) => id === detector.zone)
  if (detector.zone !== null && !known) found.push({ field: 'zone', key: 'setup.problem.gone' })
  const info = catalogue?.detectors.find(({ kind }) => kind === detector.kind)
  if (!info) return found
  if (detector.zone === null && info.needs_zone) found.push({ field: 'zone', key: 'setup.problem.needsZone' })
  for (const setting of info.settings) {
    const problem = settingProblem(setting, detector.settings[setting.key])
    if (problem) found.push({ ...problem, field: `settings.${setting.key}` })
  }
  return found
}

export function settingProblem(
  setting: SettingInfo,
  value: boolean | number | string | undefined,
): Omit<Problem, 'field'> | null {
  if (value === undefined || typeof value !== 'number') return null
  const { low, high, above } = setting
  if (Number.isNaN(value) || (setting.type === 'integer' && !Number.isInteger(value)))
    return { key: setting.type === 'integer' ? 'setup.problem.integer' : 'setup.problem.number' }
  if (low !== null && (value < low || (above && value === low)))
    return { key: above ? 'setup.problem.above' : 'setup.problem.least', values: { low } }
  if (high !== null && value > high) return { key: 'setup.problem.most', values: { high } }
  return null
}
