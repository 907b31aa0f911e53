/** Days as the centre writes them, `2026-05-01`, in the site's zone. Pure. */
export function isoDay(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    moment,
  )
}

export const dayOf = (moment: string, zone: string): string => isoDay(new Date(moment), zone)

export function shifted(day: string, days: number): string {
  const moment = new Date(`${day}T12:00:00Z`)
  moment.setUTCDate(moment.getUTCDate() + days)
  return moment.toISOString().slice(0, 10)
}
