import { onScopeDispose, watch } from 'vue'
import { useEvents, type NumberedEvent } from '@/centre/events'

/** Several events of one action come together; one reload answers them all. */
const TOGETHER_MS = 150

/** Loads again when something happened that concerns what is shown. */
export function useEventReload(reload: () => void, concerns: (happened: NumberedEvent) => boolean): void {
  const events = useEvents()
  let timer: ReturnType<typeof setTimeout> | undefined
  // Synchronously: two events in one tick must both be looked at.
  watch(() => events.last, (happened) => {
    if (!happened || !concerns(happened)) return
    clearTimeout(timer)
    timer = setTimeout(reload, TOGETHER_MS)
  }, { flush: 'sync' })
  onScopeDispose(() => clearTimeout(timer))
}
