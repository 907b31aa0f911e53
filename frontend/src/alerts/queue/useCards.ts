import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Alert } from '@/centre/types'
import { useAlerts } from '@/alerts/alerts'

/** So many cards stand in the list; those below are counted, and shown when asked for. */
export const WINDOW = 60

export interface Cards {
  cards: ComputedRef<Alert[]>
  /** What waits below the last card. */
  below: ComputedRef<Alert[]>
  showMore: () => void
  /** Shows the list as far as this place. */
  reach: (place: number) => void
}

/** The alerts with these ids, as far down as the list is shown. */
export function useCards(ids: Ref<string[]>): Cards {
  const alerts = useAlerts()
  const limit = ref(WINDOW)
  const known = (some: string[]): Alert[] => some.flatMap((id) => alerts.alerts.get(id) ?? [])
  // In a storm most of what comes stands below: the cards that stay the same are not drawn anew for it.
  const cards = computed((before?: Alert[]) => {
    const now = known(ids.value.slice(0, limit.value))
    return before?.length === now.length && before.every((alert, place) => alert === now[place]) ? before : now
  })
  return {
    cards,
    below: computed(() => known(ids.value.slice(limit.value))),
    showMore: () => (limit.value += WINDOW),
    reach: (place) => {
      if (place >= limit.value) limit.value = place + WINDOW
    },
  }
}
