import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { api } from '@/centre/client'
import type { Owed } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useSession } from '@/centre/session'

const TOGETHER_MS = 300

/** What is owed upward by a time, the next due first; every screen that matters counts it down. */
export const useOwed = defineStore('owed', () => {
  const owed = shallowRef<Owed[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    if (useSession().may('responder')) return
    owed.value = await api.get<Owed[]>('/reports/owed').catch(() => owed.value)
  }

  /** Follows the events from now on. */
  function start(): void {
    void load()
    watch(() => useEvents().last, (happened) => {
      if (!happened || !['incident', 'report'].includes(happened.event.subject)) return
      clearTimeout(timer)
      timer = setTimeout(() => void load(), TOGETHER_MS)
    }, { flush: 'sync' })
  }

  return { owed, load, start }
})
