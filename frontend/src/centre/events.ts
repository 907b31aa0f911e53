import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Alert, EventMessage, Incident, Task, Transition } from '@/centre/types'
import { silence } from './cursor'
import { EventFlow } from './flow'
import { correctClock, serverNow } from '@/time/now'
import { PageReport, type SoundState } from './pageReport'
import { Publisher } from './publisher'
import { LastingSocket, NO_SESSION, socketUrl } from './socket'
import { useSession } from './session'

const REPORT_EVERY = 10_000
const LOOK_EVERY = 500
const RETRY_AFTER = 2000
/** A socket that is open and silent for so long is given up; the network may not tell for minutes. */
const GIVE_UP_AFTER = 6000

export interface NumberedEvent { number: number; event: Transition; alert?: Alert; incident?: Incident; task?: Task }

/**
 * The connection over which the centre tells what happens; one for the page, from sign-in on. Stores subscribe to the
 * kinds of messages they keep, and say here what the centre shall know of this page.
 */
export const useEvents = defineStore('events', () => {
  /** Milliseconds without a message, once it is 3 s; null while all is well. */
  const lost = ref<number | null>(null)
  /** How late the last message came, ms. */
  const delay = ref(0)
  /** The last numbered event; pages that show incidents watch it. */
  const last = shallowRef<NumberedEvent | null>(null)
  const version = ref('')
  /** How often events may have been missed: at the first connection, and when too many were; pages load anew then. */
  const reloads = ref(0)

  const publisher = new Publisher()
  const flow = new EventFlow({
    load: () => {
      reloads.value += 1
      return publisher.reload()
    },
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
    publisher.publish(message)
    if (message.type === 'event') last.value = message
  }

  function greet(message: EventMessage & { type: 'hello' | 'ping' }): void {
    correctClock(message.server_time)
    if (message.type === 'hello') version.value = message.version
    else delay.value = Math.max(0, serverNow() - Date.parse(message.server_time))
    // Signed in again, perhaps in another tab.
    if (useSession().ended) void useSession().load()
  }

  const page = new PageReport((data) => socket.send(data))

  function report(): void {
    if (page.tell()) reportedAt = performance.now()
  }

  /** The centre calls others when nobody hears: it must know at once, not at the next turn. */
  function reportSound(state: SoundState): void {
    page.sound = state
    report()
  }

  /** Which incident this page shows: others at the same one are told. */
  const look = (shown: string | null): void => page.look(shown)

  /** Says that notices were shown or sounded; false while there is no connection, then they come again. */
  function received(ids: string[]): boolean {
    return socket.send({ type: 'received', ids })
  }

  return {
    lost, delay, last, version, reloads,
    subscribe: publisher.subscribe, onReload: publisher.onReload, start, stop, report, reportSound, look, received,
  }
})
