import { computed, onUnmounted, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Alert, DismissReason } from '@/centre/types'
import { useAlerts } from '@/alerts/alerts'
import { isDecided, isUnacknowledged } from '@/alerts/states'
import { QueueOrder, same } from './order'
import { Selection } from './selection'
import { useCards, type Cards } from './useCards'
import { useHand, type Hand } from '@/ui/useHand'

const LOOK_EVERY = 250

export interface Queue extends Omit<Cards, 'reach'>, Omit<Hand, 'atWork'> {
  chosen: Ref<string | null>
  chosenAlert: ComputedRef<Alert | null>
  /** The card whose buttons ask for the reason of dismissal. */
  choosingReason: Ref<string | null>
  /** The card that asks for how long and why it is put aside. */
  shelving: Ref<string | null>
  playing: Ref<string | null>
  listing: Ref<string | null>
  /** The card to which the choice moved by itself just before a key: the key did nothing, and the card says so. */
  missed: Ref<string | null>
  /** The most urgent alert that stands below its place, because a hand is at work among the cards. */
  overtaken: ComputedRef<Alert | null>
  choose: (id: string) => void
  step: (by: number) => void
  acknowledge: (id: string) => void
  confirm: (id: string) => void
  askReason: (id: string) => void
  askShelf: (id: string) => void
  shelve: (id: string, until: string, reason: string) => void
  dismiss: (id: string, reason: DismissReason) => void
  togglePlayback: (id: string) => void
  toggleList: (id: string) => void
  /** Runs `work` on the chosen card, unless the choice has just moved by itself. */
  onChosen: (work: (id: string) => void) => void
}

/** The queue's state on this page: the order of the cards, the chosen one, what is unfolded. */
export function useQueue(mayAct: ComputedRef<boolean>, mayShelve: ComputedRef<boolean> = mayAct): Queue {
  const alerts = useAlerts()
  const order = new QueueOrder()
  const selection = new Selection()
  const ids = shallowRef<string[]>([])
  const chosen = ref<string | null>(null)
  const choosingReason = ref<string | null>(null)
  const shelving = ref<string | null>(null)
  const playing = ref<string | null>(null)
  const listing = ref<string | null>(null)
  const missed = ref<string | null>(null)
  const overtakenId = ref<string | null>(null)
  const { reach, ...shown } = useCards(ids)
  const { atWork, ...hand } = useHand(look)
  const chosenAlert = computed(() => (chosen.value ? (alerts.alerts.get(chosen.value) ?? null) : null))
  const overtaken = computed(() => (overtakenId.value ? (alerts.alerts.get(overtakenId.value) ?? null) : null))
  const now = (): number => performance.now()

  function look(): void {
    alerts.keepDecided(atWork())
    const next = order.arrange(alerts.shown, now(), atWork(), selection.held(now()))
    if (!same(next, ids.value)) ids.value = [...next]
    overtakenId.value = order.overtaken
    if (choosingReason.value || shelving.value || playing.value) selection.touch(now())
    chosen.value = selection.follow(next, now())
    // Whoever works with the keys further down takes the list along.
    if (chosen.value) reach(next.indexOf(chosen.value))
  }

  function choose(id: string): void {
    selection.choose(id, now())
    chosen.value = id
    missed.value = null
    if (choosingReason.value !== id) choosingReason.value = null
    if (shelving.value !== id) shelving.value = null
  }

  function act(id: string, fits: (alert: Alert) => boolean, work: () => void): void {
    const alert = alerts.alerts.get(id)
    if (!mayAct.value || !alert || !fits(alert)) return
    choose(id)
    work()
  }

  const open = (alert: Alert): boolean => !isDecided(alert)
  const shelvable = (alert: Alert): boolean => mayShelve.value && isUnacknowledged(alert)
  const toggle = (which: Ref<string | null>) => (id: string): void => {
    choose(id)
    which.value = which.value === id ? null : id
  }

  watch(() => alerts.shown, look, { immediate: true })
  const timer = setInterval(look, LOOK_EVERY)
  onUnmounted(() => {
    clearInterval(timer)
    alerts.keepDecided(false)
  })

  return {
    ...shown, ...hand, chosen, chosenAlert, choosingReason, shelving, playing, listing, missed, overtaken, choose,
    step: (by) => (chosen.value = selection.step(ids.value, by, now())),
    acknowledge: (id) => act(id, isUnacknowledged, () => void alerts.acknowledge(id)),
    confirm: (id) => act(id, open, () => void alerts.confirm(id)),
    askReason: (id) => act(id, open, () => (choosingReason.value = choosingReason.value === id ? null : id)),
    dismiss: (id, reason) => act(id, open, () => {
      choosingReason.value = null
      void alerts.dismiss(id, reason)
    }),
    askShelf: (id) => act(id, shelvable, () => {
      choosingReason.value = null
      shelving.value = shelving.value === id ? null : id
    }),
    shelve: (id, until, reason) => act(id, shelvable, () => void alerts.shelve(id, until, reason).then((done) => {
      if (done && shelving.value === id) shelving.value = null
    })),
    togglePlayback: toggle(playing),
    toggleList: toggle(listing),
    onChosen: (work) => {
      if (!chosen.value) return
      if (selection.settled(now())) work(chosen.value)
      else missed.value = chosen.value
    },
  }
}
