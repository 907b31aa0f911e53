import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { api } from '@/centre/client'
import type { Desk } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useSession } from '@/centre/session'

const TOGETHER_MS = 300

export type DeskGroup = 'mine' | 'returned' | 'waiting' | 'signed' | 'drafts'
const GROUPS: readonly DeskGroup[] = ['mine', 'returned', 'waiting', 'signed', 'drafts']

/** What a report on somebody's desk waits for. */
export function groupOf(desk: Pick<Desk, 'stage' | 'may_sign' | 'returned'>): DeskGroup {
  if (desk.stage === 'submitted') return desk.may_sign ? 'mine' : 'waiting'
  if (desk.stage === 'signed') return 'signed'
  return desk.returned ? 'returned' : 'drafts'
}

/** The groups that hold something, in the order in which they are worked off. */
export function grouped(desks: readonly Desk[]): { group: DeskGroup; rows: Desk[] }[] {
  return GROUPS.map((group) => ({ group, rows: desks.filter((one) => groupOf(one) === group) })).filter(
    ({ rows }) => rows.length > 0,
  )
}

/** Reports on their way to and from a signature; `desks` is null until the centre has said so. */
export const useDesks = defineStore('desks', () => {
  const desks = shallowRef<Desk[] | null>(null)
  const error = shallowRef<unknown>(null)
  const count = (group: DeskGroup): number => desks.value?.filter((one) => groupOf(one) === group).length ?? 0
  const toSign = computed(() => count('mine'))
  const cameBack = computed(() => count('returned'))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    if (useSession().may('responder')) return
    try {
      desks.value = await api.get<Desk[]>('/reports/desks')
      error.value = null
    } catch (failure) {
      error.value = failure
    }
  }

  function soon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), TOGETHER_MS)
  }

  /** Follows the events from now on. */
  function start(): void {
    void load()
    const events = useEvents()
    watch(() => events.last, (happened) => {
      if (happened && ['incident', 'report'].includes(happened.event.subject)) soon()
    }, { flush: 'sync' })
    watch(() => events.reloads, soon)
  }

  return { desks, error, toSign, cameBack, load, start }
})
