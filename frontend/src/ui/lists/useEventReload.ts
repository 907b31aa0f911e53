import { onScopeDispose, watch } from 'vue'
import { useEvents, type NumberedEvent } from '@/centre/events'

/** Several events of one action come together; one reload answers them all. */
const TOGETHER_MS = 150

/**
 * Loads again when something happened that concerns what is shown, and when that may have been missed: what happens
 * between the first load and the first message of the connection is told by nobody.
 */
export function useEventReload(reload: () => void, concerns: (happened: NumberedEvent) => boolean): void {
  const events = useEvents()
  let timer: ReturnType<typeof setTimeout> | undefined
  function soon(): void {
    clearTimeout(timer)
    timer = setTimeout(reload, TOGETHER_MS)
  }
  // Synchronously: two events in one tick must both be looked at.
  watch(() => events.last, (happened) => {
    if (happened && concerns(happened)) soon()
  }, { flush: 'sync' })
  watch(() => events.reloads, soon)
  onScopeDispose(() => clearTimeout(timer))
}
