/** Moments are shown in the site's zone; ages are plain durations and know no zone. */

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let found = formats.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options)
    formats.set(key, found)
  }
  return found
}

export type Moment = string | number | Date

function date(moment: Moment): Date {
  return moment instanceof Date ? moment : new Date(moment)
}

/** `15:42:07` */
export function clockTime(moment: Moment, zone: string): string {
  return format('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(date(moment))
}

/** `2026-11-23 15:42:07`, for records. */
export function dateTime(moment: Moment, zone: string): string {
  const day = format('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    date(moment),
  )
  return `${day} ${clockTime(moment, zone)}`
}

/** `11月23日 周一` or `Mon 23 Nov` */
export function dayName(moment: Moment, zone: string, locale: string): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: zone, month: 'short', day: 'numeric', weekday: 'short' }
  if (locale === 'en') return format('en-GB', options).format(date(moment)).replace(',', '')
  const parts = format('zh-CN', options).formatToParts(date(moment))
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('month').replace('月', '')}月${part('day')}日 ${part('weekday')}`
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A waiting time: `00:41` below one hour, `1:02:03` above. */
export function age(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000))
  const hours = Math.floor(total / 3600)
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** The age of a picture, always `h:mm:ss`. */
export function longAge(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`
}
