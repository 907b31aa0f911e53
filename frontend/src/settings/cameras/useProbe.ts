import { computed, onScopeDispose, shallowRef } from 'vue'
import { api } from '@/centre/client'
import type { CameraSpec, Probe, ProbeReport } from '@/centre/types'
import { useSubmit } from '@/ui/dialog/useSubmit'

const LOOK_EVERY_MS = 700

/** A look at a camera by an adapter before it is stored: asked for, and followed until every address is looked at. */
export function useProbe() {
  const report = shallowRef<ProbeReport | null>(null)
  const { busy, error, submit } = useSubmit()
  const running = computed(() => report.value?.phase === 'asked' || report.value?.phase === 'running')
  let timer: ReturnType<typeof setTimeout> | undefined
  let current = ''

  async function look(address: string): Promise<void> {
    try {
      const found = await api.get<ProbeReport>(address)
      if (address === current) report.value = found
    } catch (failure) {
      if (address !== current) return
      error.value = failure
      report.value = null
    }
    if (address === current && running.value) timer = setTimeout(() => void look(address), LOOK_EVERY_MS)
  }

  async function start(spec: CameraSpec): Promise<void> {
    forget()
    await submit(async () => {
      const { token } = await api.post<Probe>(`/cameras/${spec.id}/probes`, spec)
      current = `/cameras/${spec.id}/probes/${token}`
      report.value = { phase: 'asked', adapter: null, streams: [] }
      void look(current)
    })
  }

  /** What was found belongs to other addresses now. */
  function forget(): void {
    clearTimeout(timer)
    current = ''
    report.value = null
  }

  onScopeDispose(forget)
  return { report, running, busy, error, start, forget }
}
