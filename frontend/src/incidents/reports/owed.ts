import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { api } from '@/centre/client'
import type { Owed } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useSession } from '@/centre/session'

const TOGETHER_MS = 300

/** What is owed upward by a time, the next due first; every screen that matters counts it down. */
export const useOwed = defineStore('owed', () => {
  const owed = shallowRef<Owed[]>([])
  /** What is shown may be old, or nothing although something is owed. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    if (useSession().may('responder')) return
    try {
      owed.value = await api.get<Owed[]>('/reports/owed')
      failed.value = false
    } catch {
      failed.value = true
    }
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

  return { owed, failed, load, start }
})
