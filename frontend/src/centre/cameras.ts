import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api } from './client'
import { useEvents } from './events'
import type { Camera, CameraState, Page } from '@/centre/types'

const PAGE_SIZE = 200

async function all(): Promise<Camera[]> {
  const cameras: Camera[] = []
  for (let page = 1; ; page += 1) {
    const answer = await api.get<Page<Camera>>('/cameras', { page, page_size: PAGE_SIZE })
    cameras.push(...answer.items)
    if (cameras.length >= answer.total || answer.items.length === 0) return cameras
  }
}

/** The list of cameras (changes rarely) and their states (change often), kept apart so that a state redraws little. */
export const useCameras = defineStore('cameras', () => {
  const cameras = shallowRef<Camera[]>([])
  const states = ref<Record<string, CameraState>>({})
  const loaded = ref(false)
  /** Why the list could not be read the last time; what was read before stays. */
  const error = shallowRef<unknown>(null)
  const byId = computed(() => new Map(cameras.value.map((camera) => [camera.id, camera])))
  const enabled = computed(() => cameras.value.filter((camera) => camera.enabled))
  const online = computed(() => enabled.value.filter((camera) => states.value[camera.id]?.link === 'online').length)

  async function load(): Promise<void> {
    try {
      take(await all())
      error.value = null
    } catch (failure) {
      error.value = failure
      throw failure
    }
  }

  function take(found: Camera[]): void {
    cameras.value = found
    const known = states.value
    states.value = Object.fromEntries(cameras.value.map((camera) => [camera.id, known[camera.id] ?? camera.state]))
    loaded.value = true
  }

  function apply(changes: Record<string, CameraState>): void {
    Object.assign(states.value, changes)
  }

  const events = useEvents()
  events.onReload(load)
  events.subscribe('cameras', (message) => apply(message.states))
  events.subscribe('cameras_changed', () => void load().catch(() => undefined))

  return { cameras, states, loaded, error, byId, enabled, online, load, apply }
})
