import type { Station } from '@/centre/types'
import { label, t } from '@/i18n'
import { quantity, rate } from '@/ui/marks/measured'

/** When the station last said anything, ms since 1970; null while it never has. */
export function lastHeard(station: Station): number | null {
  const moments = [station.level, station.rain].flatMap((sample) => (sample ? [Date.parse(sample.at)] : []))
  return moments.length > 0 ? Math.max(...moments) : null
}

/** Whether what is shown is of before: judged here, by the page's own clock. `now` in ms since 1970. */
export function isSilent(station: Station, now: number): boolean {
  const heard = lastHeard(station)
  return heard !== null && now - heard > station.stale_minutes * 60_000
}

/** The highest mark that the level has reached. */
export function highestReached(station: Station): Station['marks'][number] | null {
  return station.marks.filter((mark) => mark.reached).at(-1) ?? null
}

/** Where the level stands against the marks, in words. */
export function standing(station: Station): string {
  if (!station.level) return t('water.never')
  const reached = highestReached(station)
  if (reached) return t('water.reached', { mark: label('mark', reached.name) })
  const next = station.marks.at(0)
  if (!next) return ''
  return t('water.below', { mark: label('mark', next.name), metres: quantity(next.metres - station.level.value, 'm') })
}

/** `上涨 +6 cm/10 min`; less than a centimetre is steady. */
export function trend(station: Station): string {
  if (station.rate_m_per_h === null) return ''
  const words = rate(station.rate_m_per_h)
  if (words.startsWith('+')) return t('water.rising', { rate: words })
  return words.startsWith('-') ? t('water.falling', { rate: words }) : t('water.steady')
}

export interface Curve {
  line: string
  marks: { name: string; y: number }[]
}

/** The hours before as a polyline in a box of `width` × `height`, with the marks that lie within what is drawn. */
export function curve(station: Station, from: number, to: number, width: number, height: number): Curve | null {
  const points = station.history.map((sample) => ({ at: Date.parse(sample.at), value: sample.value }))
  if (points.length < 2) return null
  const values = points.map((point) => point.value)
  const [low, high] = [Math.min(...values) - 0.05, Math.max(...values) + 0.05]
  const y = (value: number): number => Math.round((height - ((value - low) / (high - low)) * height) * 10) / 10
  const x = (at: number): number => Math.round(((at - from) / (to - from)) * width * 10) / 10
  return {
    line: points.map((point) => `${x(point.at)},${y(point.value)}`).join(' '),
    marks: station.marks
      .filter((mark) => mark.metres > low && mark.metres < high)
      .map((mark) => ({ name: mark.name, y: y(mark.metres) })),
  }
}
