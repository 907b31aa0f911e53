import type { Alert } from '@/centre/types'
import { label, t } from '@/i18n'

/** `3.42 m`: metres are read to the centimetre, anything else as it comes. */
export function quantity(value: number, unit: string | null): string {
  const digits = unit === 'm' ? value.toFixed(2) : String(Number(value.toFixed(2)))
  return unit ? `${digits} ${unit}` : digits
}

/** `+6 cm/10 min`, from metres an hour. */
export function rate(metresPerHour: number): string {
  const centimetres = Math.round((metresPerHour * 100) / 6)
  return `${centimetres > 0 ? '+' : ''}${centimetres} cm/10 min`
}

/** The value of an alert, the mark that it reached, and how fast it moves: `3.42 m`, `警戒 3.20 m`, `+6 cm/10 min`. */
export function measured(alert: Alert): string[] {
  const words: string[] = []
  if (alert.value !== null) words.push(quantity(alert.value, alert.unit))
  const mark = alert.evidence['mark_m']
  if (mark !== undefined) words.push(`${label('mark', alert.place)} ${quantity(mark, 'm')}`)
  const rises = alert.evidence['rate_m_per_h']
  if (rises !== undefined) words.push(rate(rises))
  return words
}

/** What a water level has reached; empty for anything else. */
export function waterTitle(alert: Alert): string {
  return alert.kind === 'water_level' && alert.place ? t('alerts.reached', { mark: label('mark', alert.place) }) : ''
}

/** Camera or station of an alert, null where the centre knows neither. */
export function originOf(alert: Alert): Alert['camera'] {
  return alert.camera ?? alert.station
}
