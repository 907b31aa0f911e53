import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { Notice } from '@/centre/types'
import { useAlerts } from '@/alerts/alerts'
import { isUnacknowledged } from '@/alerts/states'
import { useSound } from '@/alerts/sound/sound'
import { useEvents } from '@/centre/events'

/** How many things the page keeps notices of; older ones stand in the lists of what they are about. */
const KEPT = 500
/** A notice of no level comes behind all levels. */
const NO_LEVEL = 5

/** All notices about one thing: the last one is shown, `ids` are those that its row stands for. */
export interface Told {
  key: string
  last: Notice
  ids: string[]
  /** Drawn for long enough to be read. */
  seen: boolean
}

/** The most urgent first, then the newest. */
export function compareTold(a: Told, b: Told): number {
  return (a.last.level ?? NO_LEVEL) - (b.last.level ?? NO_LEVEL) || Date.parse(b.last.at) - Date.parse(a.last.at)
}

const keyOf = (notice: Notice): string => notice.path ?? notice.id
const OF_ALERT = '/alerts/'

/** The id of the alert that a notice calls for; null where it is about something else. */
export function alertOf(notice: Notice): string | null {
  return notice.path?.startsWith(OF_ALERT) ? notice.path.slice(OF_ALERT.length) : null
}

/**
 * What this person is told, a row for each thing that it is about. Each is confirmed once it was drawn (by who draws
 * it), or was heard. What is about an alert goes when somebody takes the alert.
 */
export const useNotices = defineStore('notices', () => {
  const kept = shallowRef<Told[]>([])
  const confirmed = new Set<string>()
  const alerts = useAlerts()
  const shown = computed(() => [...kept.value].sort(compareTold))
  /** What the line of the page shows: what was not read yet, the most urgent first; then the most urgent of all. */
  const foremost = computed(() => shown.value.find((told) => !told.seen) ?? shown.value[0])

  function show(notice: Notice): void {
    if (confirmed.has(notice.id)) return
    if (notice.channel === 'sound') {
      if (useSound().chime(notice.level ?? 4)) confirm([notice.id])
      return
    }
    const key = keyOf(notice)
    const before = kept.value.find((told) => told.key === key)
    const ids = [...new Set([notice.id, ...(before?.ids ?? [])])]
    const told = { key, last: notice, ids, seen: false }
    kept.value = [told, ...kept.value.filter((one) => one.key !== key)].slice(0, KEPT)
  }

  function confirm(ids: readonly string[]): void {
    const open = ids.filter((id) => !confirmed.has(id))
    if (open.length > 0 && useEvents().received(open)) open.forEach((id) => confirmed.add(id))
  }

  function see(key: string): void {
    kept.value = kept.value.map((told) => (told.key === key ? { ...told, seen: true } : told))
  }

  function dismiss(key: string): void {
    kept.value = kept.value.filter((told) => told.key !== key)
  }

  function clear(): void {
    kept.value = []
  }

  /** A call for an alert that somebody has taken is answered: it would only hide the next one. */
  function dropAnswered(): void {
    const left = kept.value.filter(({ last }) => {
      const alert = alerts.alerts.get(alertOf(last) ?? '')
      return !alert || isUnacknowledged(alert)
    })
    if (left.length < kept.value.length) kept.value = left
  }

  watch(() => alerts.shown, dropAnswered)
  useEvents().subscribe('notice', ({ notice }) => show(notice))

  return { shown, foremost, show, confirm, see, dismiss, clear }
})
