// Wall-clock times of the site's zone ⇄ instants. Instants are milliseconds since 1970 UTC.

interface Parts { year: number; month: number; day: number; hour: number; minute: number; second: number }

export const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone)
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23',
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
    formats.set(zone, known)
  }
  return known
}

function partsIn(instant: number, zone: string): Parts {
  const found: Record<string, number> = {}
  for (const { type, value } of format(zone).formatToParts(instant)) found[type] = Number(value)
  return found as unknown as Parts
}

/** How far the zone's wall clock is ahead of UTC at this instant. */
function offsetAt(instant: number, zone: string): number {
  const p = partsIn(instant, zone)
  const wall = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second)
  return wall - Math.floor(instant / 1000) * 1000
}

/** `2026-11-23T15:42:07` read on the zone's wall clock; a time that a clock change skips moves on by the
 * change; NaN when it cannot be read. */
export function instantOf(wallTime: string, zone: string): number {
  const wall = Date.parse(`${wallTime}Z`)
  if (Number.isNaN(wall)) return wall
  const guess = wall - offsetAt(wall, zone)
  return wall - offsetAt(guess, zone)
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The instant on the zone's wall clock as `2026-11-23T15:42:07`. */
export function wallTimeOf(instant: number, zone: string): string {
  const p = partsIn(instant, zone)
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}:${two(p.second)}`
}

/** The calendar day of the instant in the zone, `2026-11-23`. */
export function dayOf(instant: number, zone: string): string {
  return wallTimeOf(instant, zone).slice(0, 10)
}

/** The day before or after, `2026-11-22`. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** First and last instant of a calendar day in the zone; 23 or 25 hours apart where clocks change. */
export function boundsOf(day: string, zone: string): { from: number; to: number } {
  return { from: instantOf(`${day}T00:00:00`, zone), to: instantOf(`${shiftDay(day, 1)}T00:00:00`, zone) }
}

/** A moment as a field for date and time has it. */
export const wallTime = (moment: string | number | null, zone: string): string =>
  moment === null ? '' : wallTimeOf(new Date(moment).getTime(), zone)

export function instant(wall: string, zone: string): string | null {
  const at = instantOf(wall, zone)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
