import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Notice } from '@/centre/types'
import { useEvents } from '@/centre/events'
import { useSound } from '@/alerts/sound/sound'

/** How many notices the page keeps; older ones stand in the lists of what they are about. */
const KEPT = 20

/** What this person is told. Each is confirmed once it was drawn (by who draws it), or was heard. */
export const useNotices = defineStore('notices', () => {
  const shown = shallowRef<Notice[]>([])
  const confirmed = new Set<string>()

  function show(notice: Notice): void {
    if (confirmed.has(notice.id)) return
    if (notice.channel === 'sound') {
      if (useSound().chime(notice.level ?? 4)) confirm(notice.id)
      return
    }
    shown.value = [notice, ...shown.value.filter((one) => one.id !== notice.id)].slice(0, KEPT)
  }

  function confirm(id: string): void {
    if (!confirmed.has(id) && useEvents().received([id])) confirmed.add(id)
  }

  function dismiss(id: string): void {
    shown.value = shown.value.filter((one) => one.id !== id)
  }

  useEvents().subscribe('notice', ({ notice }) => show(notice))

  return { shown, show, confirm, dismiss }
})
