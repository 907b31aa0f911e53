import type { Alert } from '@/centre/types'
import { useWords } from '@/i18n'
import { useSite } from '@/centre/site'
import { originOf } from '@/ui/marks/measured'

/** Where an alert is: camera or station with its zone; of what a person reported, the hotspot; or the centre itself. */
export function usePlace(): (alert: Alert) => string {
  const { t, text } = useWords()
  const site = useSite()
  return (alert) => {
    const origin = originOf(alert)
    if (origin) return [text(origin.name), text(alert.zone)].filter(Boolean).join(' · ')
    const hotspot = site.hotspots.find((each) => each.id === alert.hotspot)
    return text(hotspot?.name) || t(isReport(alert) ? 'queue.noPlace' : 'queue.centre')
  }
}

/** Told by a person, not seen by a machine. */
export const isReport = (alert: Alert): boolean => alert.detector.startsWith('person/')
