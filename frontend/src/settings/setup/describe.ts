import type { CameraChange } from '@/centre/types'
import { label, t } from '@/i18n'

/** What a change says, line by line, in the words of the page. */
export type DifferenceLine = CameraChange['differences'][number]
type Item = Record<string, unknown>
type Pick = (value: { zh: string; en: string } | null | undefined) => string

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)
const KNOWN = new Set([
  'name',
  'hotspot',
  'position',
  'main',
  'sub',
  'transport',
  'record',
  'analysis_fps',
  'enabled',
  'purpose',
  'polygon',
  'kind',
  'roi',
  'points',
  'levels',
  'rise_alert_m_per_h',
  'zone',
])

/** `["zones", "gate"]`: the gate's name; `["record"]`: the field. */
export function subject({ path, before, after }: DifferenceLine, text: Pick): string {
  const [list, key = ''] = path
  const item = (isItem(after) ? after : before) as Item
  if (list === 'zones') return `${t('settings.cameras.zones')} ${text(item?.name as never) || key}`
  if (list === 'gauges') return `${label('purpose', 'gauge')} ${text(item?.name as never) || key}`
  if (list === 'detectors') {
    const zone = item?.zone ? ` · ${String(item.zone)}` : ''
    return `${t('settings.cameras.detectors')} ${label('detector', String(item?.kind))}${zone}`
  }
  return fieldName(list ?? '')
}

const fieldName = (field: string): string => (KNOWN.has(field) ? label('field', field) : label('setting', field))

/** The members that differ: field, old and new, in words; one line for what was added or removed as a whole. */
export function details({ path, before, after }: DifferenceLine, text: Pick): string[] {
  if (before === null && path.length > 1) return [t('setup.history.addedPart')]
  if (after === null && path.length > 1) return [t('setup.history.removedPart')]
  if (path.length === 1 || !isItem(before) || !isItem(after)) return [arrow(before, after, path[0] ?? '', text)]
  const [one, other] = [flat(before), flat(after)]
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]),
  )
  return keys.map((key) => `${fieldName(key)}${t('setup.history.colon')}${arrow(one[key], other[key], key, text)}`)
}

/** Settings of a detector stand beside its own members. */
const flat = ({ settings, ...rest }: Item): Item => ({ ...rest, ...(isItem(settings) ? settings : {}) })

const arrow = (before: unknown, after: unknown, field: string, text: Pick): string =>
  `${said(before, field, text)} → ${said(after, field, text)}`

function said(value: unknown, field: string, text: Pick): string {
  if (value === null || value === undefined || value === '') return t('setup.history.nothing')
  if (typeof value === 'boolean') return t(value ? 'setup.on' : 'setup.off')
  if (field === 'polygon' && Array.isArray(value)) return t('setup.corners', { count: value.length })
  if (field === 'points' && Array.isArray(value))
    return value
      .map(([row, metres]) => `${Math.round(Number(row) * 1000) / 10} % = ${metres} m`)
      .join(t('setup.history.comma'))
  if (field === 'roi' && Array.isArray(value))
    return value.map((each) => `${Math.round(Number(each) * 100)} %`).join(' ')
  if (field === 'purpose') return label('purpose', String(value))
  if (field === 'analysis_fps' && value === 'keyframes') return t('settings.cameras.keyframes')
  if (field === 'record' && (value === 'main' || value === 'sub')) return t(`settings.cameras.stream.${value}`)
  if (isItem(value) && 'zh' in value) return text(value as never)
  if (field === 'levels' && isItem(value))
    return (
      Object.entries(value)
        .map(([mark, metres]) => `${label('mark', mark)} ${metres} m`)
        .join(t('setup.history.comma')) || t('setup.history.nothing')
    )
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
