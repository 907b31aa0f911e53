import { ref, watch, type Ref, type ShallowRef } from 'vue'
import { useEvents, type NumberedEvent } from '@/centre/events'

interface Rows<T> {
  items: ShallowRef<T[]>
  reload: () => Promise<void>
}

/**
 * Rows that are shown follow events in place; rows that are not shown are counted, for the reader to fetch when ready.
 */
export function useLiveRows<T extends { id: string }>(
  list: Rows<T>,
  pick: (happened: NumberedEvent) => T | undefined,
): { newer: Ref<number>; refresh: () => Promise<void> } {
  const events = useEvents()
  const unseen = new Set<string>()
  const newer = ref(0)

  function take(row: T): void {
    if (list.items.value.some((each) => each.id === row.id)) {
      list.items.value = list.items.value.map((each) => (each.id === row.id ? row : each))
    } else {
      unseen.add(row.id)
      newer.value = unseen.size
    }
  }

  function forget(): void {
    unseen.clear()
    newer.value = 0
  }

  async function refresh(): Promise<void> {
    forget()
    await list.reload()
  }

  watch(
    () => events.last,
    (happened) => {
      const row = happened ? pick(happened) : undefined
      if (row) take(row)
    },
    { flush: 'sync' },
  )
  return { newer, refresh }
}
