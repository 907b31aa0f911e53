import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { Notice } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useAlerts } from '@/alerts/alerts'
import { isUnacknowledged } from '@/alerts/states'
import { useSound } from '@/alerts/sound/sound'

/** How many notices the page keeps, the most urgent; the others stand in the lists of what they are about. */
const KEPT = 20
/** What is about no level comes after every one. */
const NO_LEVEL = 5
const OF_ALERT = '/alerts/'

/** The most urgent first; of one level the newest. */
export function compareNotices(a: Notice, b: Notice): number {
  return (a.level ?? NO_LEVEL) - (b.level ?? NO_LEVEL) || b.at.localeCompare(a.at)
}

/** The id of the alert that a notice calls for; null where it is about something else. */
export function alertOf(notice: Notice): string | null {
  return notice.path.startsWith(OF_ALERT) ? notice.path.slice(OF_ALERT.length) : null
}

/** What this person is told. Each is confirmed once it was drawn (by who draws it), or was heard. */
export const useNotices = defineStore('notices', () => {
  const shown = shallowRef<Notice[]>([])
  const confirmed = new Set<string>()
  const alerts = useAlerts()

  function show(notice: Notice): void {
    if (confirmed.has(notice.id)) return
    if (notice.channel === 'sound') {
      if (useSound().chime(notice.level ?? 4)) confirm(notice.id)
      return
    }
    const others = shown.value.filter((one) => one.id !== notice.id)
    shown.value = [notice, ...others].sort(compareNotices).slice(0, KEPT)
  }

  function confirm(id: string): void {
    if (!confirmed.has(id) && useEvents().received([id])) confirmed.add(id)
  }

  function dismiss(id: string): void {
    shown.value = shown.value.filter((one) => one.id !== id)
  }

  /** A call for an alert that somebody has taken is answered: it would only hide the next one. */
  function dropAnswered(): void {
    const left = shown.value.filter((one) => {
      const alert = alerts.alerts.get(alertOf(one) ?? '')
      return !alert || isUnacknowledged(alert)
    })
    if (left.length < shown.value.length) shown.value = left
  }

  watch(() => alerts.shown, dropAnswered)
  useEvents().subscribe('notice', ({ notice }) => show(notice))

  return { shown, show, confirm, dismiss }
})
