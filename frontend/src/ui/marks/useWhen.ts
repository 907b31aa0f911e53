import { computed, type ComputedRef } from 'vue'
import { useWords } from '@/i18n'
import { useSite } from '@/centre/site'
import { durationParts } from '@/time/duration'
import { clockTime, dateTime, type Moment } from '@/time/clockTime'

interface When {
  /** `2026-11-23 15:42:07` on the site's wall clock; a dash for no moment. */
  absolute: (moment: Moment | null) => string
  clock: (moment: Moment) => string
  /** `2 min 10 s` in the page's language. */
  duration: (milliseconds: number) => string
  /** The zone's name, which stands wherever absolute times do. */
  zoneName: ComputedRef<string>
}

/** Times in words, in the site's zone and the page's language. */
export function useWhen(): When {
  const site = useSite()
  const { t } = useWords()
  const absolute = (moment: Moment | null): string => (moment === null ? '—' : dateTime(moment, site.zone))
  const clock = (moment: Moment): string => clockTime(moment, site.zone)
  const duration = (milliseconds: number): string =>
    durationParts(milliseconds).map(({ value, unit }) => t(`common.duration.${unit}`, { value })).join(' ')
  const zoneName = computed(() => (site.zone === 'Asia/Shanghai' ? t('shell.beijingTime') : site.zone))
  return { absolute, clock, duration, zoneName }
}
