import { computed, onScopeDispose, shallowRef } from 'vue'
import { api } from '@/centre/client'
import type { Alert, CameraSpec, Page, Trial, TrialReport } from '@/centre/types'
import { useSubmit } from '@/ui/dialog/useSubmit'

const LOOK_EVERY_MS = 1000
const SHOWN = 200

/** A trial of a set-up on the last hour: asked for, followed, cancelled; with what was really raised in that hour. */
export function useTrial(id: string) {
  const trial = shallowRef<Trial | null>(null)
  const report = shallowRef<TrialReport | null>(null)
  const real = shallowRef<Alert[]>([])
  const { busy, error, submit } = useSubmit()
  const running = computed(
    () => report.value !== null && (report.value.phase === 'asked' || report.value.phase === 'running'),
  )
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const asked = trial.value
    if (!asked) return
    try {
      report.value = await api.get<TrialReport>(`/cameras/${id}/trials/${asked.token}`)
      error.value = null
    } catch (failure) {
      error.value = failure // the next look may succeed: the trial goes on meanwhile
    }
    if (report.value === null || running.value) timer = setTimeout(() => void look(), LOOK_EVERY_MS)
  }

  async function start(spec: CameraSpec): Promise<void> {
    await cancel()
    await submit(async () => {
      report.value = null
      const asked = await api.post<Trial>(`/cameras/${id}/trials`, spec)
      trial.value = asked
      real.value = (
        await api.get<Page<Alert>>('/alerts', { camera: id, from: asked.from, to: asked.to, page_size: SHOWN })
      ).items
      void look()
    })
  }

  async function cancel(): Promise<void> {
    const asked = trial.value
    clearTimeout(timer)
    if (asked && running.value) await api.delete(`/cameras/${id}/trials/${asked.token}`).catch(() => undefined)
    if (running.value && report.value) report.value = { ...report.value, phase: 'cancelled' }
  }

  onScopeDispose(() => void cancel())
  return { trial, report, real, error, busy, running, start, cancel }
}
