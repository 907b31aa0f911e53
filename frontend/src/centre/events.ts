import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Alert, EventMessage, Incident, Task, Transition } from '@/centre/types'
import { silence } from './cursor'
import { EventFlow } from './flow'
import { correctClock, serverNow } from '@/time/now'
import { LastingSocket, NO_SESSION, socketUrl } from './socket'
import { useAlerts } from '@/alerts/alerts'
import { useCameras } from './cameras'
import { useLooking } from '@/incidents/viewers'
import { useNotices } from '@/shell/notices'
import { useSession } from './session'
import { useSound } from '@/alerts/sound/sound'

const REPORT_EVERY = 10_000
const LOOK_EVERY = 500
const RETRY_AFTER = 2000
/** A socket that is open and silent for so long is given up; the network may not tell for minutes. */
const GIVE_UP_AFTER = 6000

export interface NumberedEvent { number: number; event: Transition; alert?: Alert; incident?: Incident; task?: Task }

/** The connection over which the centre tells what happens; one for the page, from sign-in on. */
export const useEvents = defineStore('events', () => {
  /** Milliseconds without a message, once it is 3 s; null while all is well. */
  const lost = ref<number | null>(null)
  /** How late the last message came, ms. */
  const delay = ref(0)
  /** The last numbered event; pages that show incidents watch it. */
  const last = shallowRef<NumberedEvent | null>(null)
  const version = ref('')

  const flow = new EventFlow({
    load: () => Promise.all([useAlerts().load(), useCameras().load()]),
    apply,
    pause: () => new Promise((resolve) => setTimeout(resolve, RETRY_AFTER)),
  })
  let heardAt = performance.now()
  let reportedAt = -Infinity
  let timer: ReturnType<typeof setInterval> | undefined
  const socket = new LastingSocket({
    url: () => socketUrl(`/events${flow.query}`),
    opened: report,
    message: (data) => {
      if (typeof data === 'string') receive(JSON.parse(data) as EventMessage)
    },
    closed: (code) => {
      if (code === NO_SESSION) useSession().lose()
    },
  })

  function start(): void {
    if (timer !== undefined) return
    heardAt = performance.now()
    socket.start()
    timer = setInterval(watchSilence, LOOK_EVERY)
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
    lost.value = null
    socket.stop()
  }

  function watchSilence(): void {
    const now = performance.now()
    lost.value = silence(now, heardAt)
    if (now - heardAt >= GIVE_UP_AFTER) socket.restartIfOpen()
  }

  function receive(message: EventMessage): void {
    heardAt = performance.now()
    lost.value = null
    // Timers of hidden tabs are slowed down; messages are not.
    if (heardAt - reportedAt >= REPORT_EVERY) report()
    void flow.receive(message)
  }

  function apply(message: EventMessage): void {
    if (message.type === 'hello' || message.type === 'ping') greet(message)
    else if (message.type === 'cameras') useCameras().apply(message.states)
    else if (message.type === 'cameras_changed') void useCameras().load()
    else if (message.type === 'looking') useLooking().apply(message.incident_id, message.people)
    else if (message.type === 'notice') useNotices().show(message.notice)
    else if (message.type === 'alert') useAlerts().apply(message.alert)
    else {
      if (message.alert) useAlerts().apply(message.alert, message.event)
      last.value = message
    }
  }

  function greet(message: EventMessage & { type: 'hello' | 'ping' }): void {
    correctClock(message.server_time)
    if (message.type === 'hello') version.value = message.version
    else delay.value = Math.max(0, serverNow() - Date.parse(message.server_time))
    // Timers of hidden tabs are slowed down; messages are not.
    useAlerts().settle()
    // Signed in again, perhaps in another tab.
    if (useSession().ended) void useSession().load()
  }

  function report(): void {
    const sent = socket.send({ type: 'console', sound: useSound().state, visible: document.visibilityState === 'visible' })
    if (!sent) return
    reportedAt = performance.now()
    look()
  }

  /** Which incident this page shows: others at the same one are told. */
  function look(): void {
    socket.send({ type: 'looking', incident_id: useLooking().incident })
  }

  /** Says that notices were shown or sounded; false while there is no connection, then they come again. */
  function received(ids: string[]): boolean {
    return socket.send({ type: 'received', ids })
  }

  return { received, look, lost, delay, last, version, start, stop, report }
})
