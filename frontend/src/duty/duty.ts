import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { api } from '@/centre/client'
import type { Called, Duty, DutyPerson, Role } from '@/centre/types'

export const DUTY_ROLES = ['duty_officer', 'duty_leader', 'commander'] as const satisfies readonly Role[]
export type DutyRole = (typeof DUTY_ROLES)[number]

/** Who stands on duty, and who is called where nobody does. */
export const useDuty = defineStore('duty', () => {
  const duty = shallowRef<Duty | null>(null)
  const error = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    try {
      duty.value = await api.get<Duty>('/duty')
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }

  async function set(role: DutyRole, people: string[]): Promise<void> {
    duty.value = await api.put<Duty>(`/duty/${role}`, { people })
  }

  const posts = computed(() => duty.value?.posts ?? [])
  const standing = (role: DutyRole): DutyPerson[] =>
    posts.value.filter((post) => post.role === role).map((post) => post.person)
  const holders = (role: DutyRole): DutyPerson[] =>
    (duty.value?.candidates ?? []).filter((person) => person.role === role)

  /** Whom a call reaches now: those on duty in the role, or all who hold it. */
  function called(who: Called): DutyPerson[] {
    const roles = who === 'everybody' ? DUTY_ROLES : [who]
    const people = roles.flatMap((role) => (standing(role).length > 0 ? standing(role) : holders(role)))
    return [...new Map(people.map((person) => [person.id, person])).values()]
  }

  return { duty, error, load, set, posts, standing, holders, called }
})
