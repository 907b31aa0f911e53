import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { MUTE_LIMIT, Speaker } from './speaker'
import { breaksIn, signalFor, type Signal } from './tones'
import type { Level } from '@/centre/types'
import { useAlerts } from '@/alerts/alerts'
import { useEvents } from '@/centre/events'
import type { SoundState } from '@/centre/pageReport'
import { useSession } from '@/centre/session'

/** The alarm sound of this page: on, muted for a while, or blocked by the browser. */
export const useSound = defineStore('sound', () => {
  const blocked = ref(true)
  /** When muting ends, ms of performance.now(); null while not muted. */
  const mutedUntil = ref<number | null>(null)
  const signal = ref<Signal | null>(null)
  let speaker: Speaker | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const state = computed<SoundState>(() => (blocked.value ? 'blocked' : mutedUntil.value === null ? 'on' : 'muted'))

  watch(state, useEvents().reportSound, { immediate: true, flush: 'sync' })

  function start(): void {
    if (speaker || !('AudioContext' in window)) return
    const made = new Speaker(() => (blocked.value = made.blocked))
    speaker = made
    blocked.value = made.blocked
    const alerts = useAlerts()
    const session = useSession()
    watch(
      () => signalFor(alerts.unacknowledged.map((alert) => alert.level), session.ended),
      (wanted) => {
        signal.value = wanted
        made.play(wanted)
      },
      { immediate: true },
    )
    // At once: of several that come together each is asked about, and the loudspeaker says it once.
    watch(
      () => alerts.arrived,
      (alert) => {
        if (alert && breaksIn(alert.level, signal.value)) made.arrive()
      },
      { flush: 'sync' },
    )
  }

  /** Sounds once; says whether that was audible. While the alarm rings, it is heard already. */
  function chime(level: Level): boolean {
    if (state.value !== 'on' || !speaker) return false
    if (signal.value === null) speaker.once(level)
    return true
  }

  async function unblock(): Promise<void> {
    await speaker?.unblock()
    if (speaker) blocked.value = speaker.blocked
  }

  function mute(seconds = MUTE_LIMIT): void {
    const length = Math.min(seconds, MUTE_LIMIT)
    speaker?.mute(length)
    mutedUntil.value = performance.now() + length * 1000
    clearTimeout(timer)
    timer = setTimeout(unmute, length * 1000)
  }

  function unmute(): void {
    clearTimeout(timer)
    speaker?.mute(0)
    mutedUntil.value = null
  }

  return { blocked, mutedUntil, signal, state, start, chime, unblock, mute, unmute }
})
