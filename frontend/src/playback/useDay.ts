import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { api } from '@/centre/client'
import { READERS } from '@/centre/roles'
import { useSession } from '@/centre/session'
import type { Alert, Page, Segment } from '@/centre/types'
import { serverNow } from '@/time/now'
import { barsOf, type Bar, type Span } from './dayLine'

/** New footage of today shows after so long, ms. */
const AGAIN_MS = 15_000
const MOST_ALERTS = 200
/** Responders may watch recordings of their places, and read no alerts. */
const NO_ALERTS = { items: [] as Alert[] }

/** What is recorded of a camera on a day, and its alerts; today's line grows by itself. */
export function useDay(camera: Ref<string>, day: Ref<Span>) {
  const bars = shallowRef<Bar[]>([])
  const alerts = shallowRef<Alert[]>([])
  const loading = ref(false)
  const error = shallowRef<unknown>(null)
  const reads = useSession().may(...READERS)
  let asking: AbortController | undefined

  async function ask(signal: AbortSignal): Promise<void> {
    const { from, to } = day.value
    const query = { camera: camera.value, from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const [segments, found] = await Promise.all([
      api.get<Segment[]>('/recordings', query, signal),
      reads ? api.get<Page<Alert>>('/alerts', { ...query, page: 1, page_size: MOST_ALERTS }, signal) : NO_ALERTS,
    ])
    bars.value = barsOf(segments, { from, to }, serverNow())
    alerts.value = found.items.toSorted((a, b) => a.captured_at.localeCompare(b.captured_at))
  }

  async function reload(): Promise<void> {
    asking?.abort()
    if (camera.value === '') return
    const mine = (asking = new AbortController())
    loading.value = true
    try {
      await ask(mine.signal)
      error.value = null
    } catch (failure) {
      if (mine.signal.aborted) return
      error.value = failure
    }
    loading.value = false
  }

  function forget(): void {
    bars.value = []
    alerts.value = []
    void reload()
  }
  watch([camera, () => day.value.from], forget, { immediate: true })
  const timer = setInterval(() => {
    if (day.value.to > serverNow() && !loading.value && document.visibilityState === 'visible') void reload()
  }, AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    asking?.abort()
  })
  return { bars, alerts, reads, loading, error, reload }
}
