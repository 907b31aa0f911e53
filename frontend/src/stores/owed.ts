import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { api } from '@/api/client'
import type { Owed } from '@/api/types'
import { useEvents } from './events'
import { useSession } from './session'

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
