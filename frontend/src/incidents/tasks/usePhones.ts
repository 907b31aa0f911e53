import { ref, shallowRef, watch } from 'vue'
import { api } from '@/centre/client'
import { DUTY } from '@/centre/roles'
import { useSession } from '@/centre/session'
import type { Crew, IncidentDetail, Plan } from '@/centre/types'

/**
 * The telephone numbers of the units, and of the plan that an incident has opened, for those who call them: the roles
 * of duty. Others see none.
 */
export function usePhones(incident?: () => Pick<IncidentDetail, 'id' | 'plan'>) {
  const session = useSession()
  const units = shallowRef<Crew['units']>([])
  const planned = shallowRef<Plan['phones']>([])
  const failed = ref(false)

  async function load(): Promise<void> {
    if (!session.may(...DUTY)) return
    try {
      units.value = (await api.get<Crew>('/crew')).units
      const { id, plan } = incident?.() ?? {}
      const plans = plan ? await api.get<Plan[]>(`/incidents/${id}/plans`) : []
      planned.value = plans.find((one) => one.id === plan)?.phones ?? []
      failed.value = false
    } catch {
      failed.value = true
    }
  }
  watch(() => [incident?.().id, incident?.().plan], load, { immediate: true })

  const ofUnit = (unit: string | null): string | undefined => units.value.find((one) => one.id === unit)?.phone
  return { ofUnit, planned, failed, load }
}
