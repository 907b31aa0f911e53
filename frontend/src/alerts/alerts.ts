import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'
import { api, failureText } from '@/centre/client'
import { READERS } from '@/centre/roles'
import { useSession } from '@/centre/session'
import type { Alert, DismissReason, Page, Text, Transition } from '@/centre/types'
import { Breath } from '@/time/throttle'
import { useEvents } from '@/centre/events'
import { Acts } from './acts'
import { Arrivals } from './arrivals'
import { Lingering } from './lingering'
import { compareReturn, countByLevel, isShelved, isUnacknowledged, isWaiting } from './states'

const PAGE_SIZE = 200
/** Alerts that come faster than this are drawn together, ms. */
const BREATH = 100

async function allOpen(): Promise<Alert[]> {
  const alerts: Alert[] = []
  for (let page = 1; ; page += 1) {
    const answer = await api.get<Page<Alert>>('/alerts', { open: true, page, page_size: PAGE_SIZE })
    alerts.push(...answer.items)
    if (alerts.length >= answer.total || answer.items.length === 0) return alerts
  }
}

/** The alerts that wait, and for a moment those that have just been decided or put aside; the shelved stand apart. */
export const useAlerts = defineStore('alerts', () => {
  const alerts = shallowRef(new Map<string, Alert>())
  const shelf = shallowRef(new Map<string, Alert>())
  const errors = ref(new Map<string, Text>())
  const busy = ref(new Set<string>())
  const acts = new Acts(busy.value)
  const arrivals = new Arrivals()
  const lingering = new Lingering(forget)
  const loaded = ref(false)
  const loadError = shallowRef<unknown>(null)

  const changed = new Breath(() => triggerRef(alerts), BREATH)

  const shown = computed(() => [...alerts.value.values()])
  const waiting = computed(() => shown.value.filter(isWaiting))
  const unacknowledged = computed(() => shown.value.filter(isUnacknowledged))
  const shelved = computed(() => [...shelf.value.values()].sort(compareReturn))
  const counts = computed(() => countByLevel(waiting.value))

  async function load(): Promise<void> {
    // Responders get orders, no alerts: nothing is known here, which is not the same as nothing waiting.
    if (!useSession().may(...READERS)) return
    try {
      const open = await allOpen()
      if (loaded.value) for (const alert of open) arrivals.note(alerts.value.get(alert.id), alert)
      alerts.value = new Map(open.filter(isWaiting).map((alert) => [alert.id, alert]))
      shelf.value = new Map(open.filter(isShelved).map((alert) => [alert.id, alert]))
      loaded.value = true
      loadError.value = null
    } catch (error) {
      loadError.value = error
      throw error
    }
  }

  function apply(alert: Alert, event?: Transition): void {
    arrivals.note(alerts.value.get(alert.id), alert)
    keepShelf(alert)
    const known = alerts.value.has(alert.id)
    if (!isWaiting(alert) && !known) return
    alerts.value.set(alert.id, alert)
    changed.ask()
    if (event) errors.value.delete(alert.id)
    if (!isWaiting(alert)) lingering.start(alert.id)
  }

  function keepShelf(alert: Alert): void {
    if (isShelved(alert)) shelf.value.set(alert.id, alert)
    else if (!shelf.value.delete(alert.id)) return
    triggerRef(shelf)
  }

  function forget(id: string): void {
    const alert = alerts.value.get(id)
    if (!alert || isWaiting(alert)) return
    alerts.value.delete(id)
    triggerRef(alerts)
  }

  const act = (id: string, what: string, body = {}): Promise<boolean> => acts.ask(id, what, () => send(id, what, body))

  async function send(id: string, action: string, body: object): Promise<boolean> {
    errors.value.delete(id)
    try {
      apply(await api.post<Alert>(`/alerts/${id}/${action}`, body))
      changed.settle()
      return true
    } catch (error) {
      errors.value.set(id, failureText(error))
      return false
    }
  }

  const settle = (): void => changed.settle()
  const acknowledge = (id: string): Promise<boolean> => act(id, 'acknowledge', {})
  const confirm = (id: string): Promise<boolean> => act(id, 'confirm', {})
  const shelve = (id: string, until: string, reason: string): Promise<boolean> => act(id, 'shelve', { until, reason })
  const unshelve = (id: string): Promise<boolean> => act(id, 'unshelve', {})
  const dismiss = (id: string, reason: DismissReason): Promise<boolean> => act(id, 'dismiss', { reason })

  const events = useEvents()
  events.onReload(load)
  events.subscribe('alert', ({ alert }) => apply(alert))
  events.subscribe('event', ({ alert, event }) => alert && apply(alert, event))
  // Timers of hidden tabs are slowed down; messages are not.
  for (const word of ['hello', 'ping'] as const) events.subscribe(word, settle)

  return {
    alerts, shown, waiting, unacknowledged, shelved, counts, errors, busy, loaded, loadError,
    arrived: arrivals.last, isNew: arrivals.isNew.bind(arrivals),
    keepDecided: lingering.hold.bind(lingering), load, apply, settle, acknowledge, confirm, dismiss, shelve, unshelve,
  }
})
