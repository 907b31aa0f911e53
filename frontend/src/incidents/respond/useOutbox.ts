import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { failureText } from '@/centre/client'
import type { Task, Text } from '@/centre/types'
import { upload } from '@/incidents/upload'
import { newId } from '@/centre/newId'
import { useEvents } from '@/centre/events'
import { passes, StepQueue, type Place, type QueuedStep } from './queue'

const RETRY_MS = 3000

export interface Refusal {
  step: QueuedStep | null
  text: Text
}
interface Photo {
  key: string
  task: Task
  file: File
}

export interface Outbox {
  offline: ComputedRef<boolean>
  waiting: ShallowRef<QueuedStep[]>
  /** Photos that wait for a network: in this page's memory only, as the reader is told. */
  photos: ShallowRef<Photo[]>
  photosSent: Ref<number>
  /** What the centre refused last, until the next step. */
  refusal: ShallowRef<Refusal | null>
  step: (step: Omit<QueuedStep, 'key' | 'tapped_at' | 'position'>) => Promise<void>
  photo: (task: Task, file: File) => Promise<void>
  send: () => Promise<void>
}

/**
 * Everything that goes from the phone to the centre: kept until it is there, sent in order, once. `sent`: all is there;
 * it asks the centre something, and says whether that answered.
 */
export function useOutbox(person: string, sent: () => Promise<boolean>): Outbox {
  const events = useEvents()
  const queue = new StepQueue(person)
  const online = ref(navigator.onLine)
  const waiting = shallowRef(queue.waiting)
  const photos = shallowRef<Photo[]>([])
  const photosSent = ref(0)
  const refusal = shallowRef<Refusal | null>(null)
  const offline = computed(() => !online.value || events.lost !== null)
  let running: Promise<void> | undefined

  async function sendPhotos(): Promise<boolean> {
    for (let photo = photos.value[0]; photo; photo = photos.value[0]) {
      try {
        await upload(photo.task.incident_id, photo.file, photo.task.id, photo.key)
        photosSent.value += 1
      } catch (error) {
        if (passes(error)) return false
        refusal.value = { step: null, text: failureText(error) }
      }
      photos.value = photos.value.filter((one) => one.key !== photo?.key)
    }
    return true
  }

  async function sendAll(): Promise<void> {
    const all = await queue.send((step, error) => (refusal.value = { step, text: failureText(error) }))
    const answered = all && (await sent())
    waiting.value = queue.waiting
    // Only an answer proves a network: a browser says that it is on line wherever it has an interface.
    online.value = answered && (await sendPhotos())
  }

  /** One at a time: what is asked for meanwhile is answered by the next round. */
  function send(): Promise<void> {
    return (running ??= sendAll().finally(() => (running = undefined)))
  }

  async function step(what: Omit<QueuedStep, 'key' | 'tapped_at' | 'position'>): Promise<void> {
    refusal.value = null
    const key = newId()
    queue.add({ ...what, key, tapped_at: new Date().toISOString(), position: null })
    waiting.value = queue.waiting
    const place = await position()
    if (place) queue.locate(key, place)
    await send()
  }

  async function photo(task: Task, file: File): Promise<void> {
    refusal.value = null
    photos.value = [...photos.value, { key: newId(), task, file }]
    await send()
  }

  const open = (): boolean => queue.waiting.length > 0 || photos.value.length > 0 || !online.value
  const timer = setInterval(() => (open() ? void send() : undefined), RETRY_MS)
  const came = (): void => void send()
  const went = (): void => void (online.value = false)
  /** A photo that waits would be gone with the page. */
  const leaving = (event: BeforeUnloadEvent): void => {
    if (photos.value.length > 0) event.preventDefault()
  }
  window.addEventListener('online', came)
  window.addEventListener('offline', went)
  window.addEventListener('beforeunload', leaving)
  onScopeDispose(() => {
    clearInterval(timer)
    window.removeEventListener('online', came)
    window.removeEventListener('offline', went)
    window.removeEventListener('beforeunload', leaving)
  })
  watch(
    () => events.lost,
    (lost) => lost === null && void send(),
  )
  return { offline, waiting, photos, photosSent, refusal, step, photo, send }
}

/** Where the phone is; null where it may not say, or takes too long. */
function position(): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!window.isSecureContext || !('geolocation' in navigator)) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      () => resolve(null),
      { timeout: 1500, maximumAge: 60_000 },
    )
  })
}
