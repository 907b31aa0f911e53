import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Person } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useSession } from '@/centre/session'

/** Who else looks at the incident that this page shows. A page that cannot be seen looks at nothing. */
export const useLooking = defineStore('looking', () => {
  const events = useEvents()
  const incident = ref<string | null>(null)
  const people = shallowRef<Person[]>([])
  const others = computed(() => people.value.filter((person) => person.id !== useSession().user?.id))

  function apply(about: string, present: Person[]): void {
    if (about === incident.value) people.value = present
  }

  function turn(to: string | null): void {
    if (to === incident.value) return
    incident.value = to
    people.value = []
    events.look(to)
  }

  /** Says what is looked at for as long as the caller's page stands. */
  function follow(id: () => string): void {
    const seen = (): void => turn(document.visibilityState === 'visible' ? id() : null)
    watch(id, seen, { immediate: true })
    document.addEventListener('visibilitychange', seen)
    onScopeDispose(() => {
      document.removeEventListener('visibilitychange', seen)
      turn(null)
    })
  }

  events.subscribe('looking', (message) => apply(message.incident_id, message.people))

  return { incident, others, apply, follow }
})
