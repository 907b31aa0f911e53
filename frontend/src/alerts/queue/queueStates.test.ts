// Alerts that come, pause, return, rise, are taken and decided in a random order: the cards on the page stand in the
// stated order at every step.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Alert, Level } from '@/centre/types'
import { useAlerts } from '@/alerts/alerts'
import { LINGER } from '@/alerts/lingering'
import { someAlert } from '@/testing/alerts'
import AlertQueue from './AlertQueue.vue'
import { HOLD } from './order'
import { STAYS } from './selection'
import { REST } from '@/ui/useHand'
import { useQueue, type Queue } from './useQueue'

const STEPS = 60
/** Every step draws the page: a machine with other work needs its time, ms. */
const PATIENCE = 60_000
/** The queue looks at itself so often, ms. */
const LOOK = 250

/** Random numbers that are the same for the same seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** The stated order, written down once more and otherwise: level, nobody's before somebody's, the longest wait. */
function stated(alerts: Iterable<Alert>): string[] {
  const key = (one: Alert): string => `${one.level}${one.state === 'acknowledged' ? 1 : 0}${one.raised_at}${one.id}`
  return [...alerts].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map((one) => one.id)
}

let page: VueWrapper
let queue: Queue

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  setActivePinia(createPinia())
  useAlerts().loaded = true
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:p(.*)*', component: { render: () => null } }],
  })
  const Page = defineComponent(() => {
    queue = useQueue(computed(() => true))
    return () => h(AlertQueue, { queue, mayAct: true, mayShelve: true, help: false })
  })
  page = mount(Page, { global: { plugins: [router] } })
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
})

const onScreen = (): string[] =>
  page.findAll('li.card').map((card) => (card.attributes('data-testid') ?? '').replace('alert-', ''))

/** What the centre has told, and what it tells next. */
class Centre {
  readonly waiting = new Map<string, Alert>()
  private raised = 0

  constructor(private readonly roll: () => number) {}

  async step(): Promise<void> {
    const acts = [this.raise, this.raise, this.pause, this.goOn, this.rise, this.take, this.fallBack, this.decide]
    acts[Math.floor(this.roll() * acts.length)]?.call(this)
    useAlerts().settle()
    await nextTick()
  }

  private any(fits: (one: Alert) => boolean): Alert | undefined {
    const some = [...this.waiting.values()].filter(fits)
    return some[Math.floor(this.roll() * some.length)]
  }

  private tell(alert: Alert | undefined, more: Partial<Alert>): void {
    if (!alert) return
    const next = { ...alert, ...more }
    this.waiting.set(next.id, next)
    useAlerts().apply(next)
  }

  private raise(): void {
    this.raised += 1
    const level = (1 + Math.floor(this.roll() * 4)) as Level
    this.tell(someAlert({ id: `n${this.raised}`, level, raised_at: new Date(this.raised * 1000).toISOString() }), {})
  }

  private pause(): void {
    this.tell(this.any((one) => one.state === 'raised'), { state: 'cleared_unacknowledged' })
  }

  private goOn(): void {
    const one = this.any((each) => each.state === 'cleared_unacknowledged')
    this.tell(one, { state: 'raised', count: (one?.count ?? 0) + 1 })
  }

  private rise(): void {
    const one = this.any((each) => each.level > 1)
    this.tell(one, { level: ((one?.level ?? 2) - 1) as Level, state: 'raised' })
  }

  private take(): void {
    this.tell(this.any((one) => one.state !== 'acknowledged'), { state: 'acknowledged' })
  }

  private fallBack(): void {
    this.tell(this.any((one) => one.state === 'acknowledged'), { state: 'raised' })
  }

  private decide(): void {
    const one = this.any(() => true)
    this.tell(one, { state: 'confirmed' })
    if (one) this.waiting.delete(one.id)
  }
}

async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms)
  await nextTick()
}

describe('the cards on the page, whatever happens to the alerts', () => {
  it.each([1, 2])('stand in the stated order once they had time to move (seed %i)', async (seed) => {
    const roll = random(seed)
    const centre = new Centre(roll)
    for (let step = 0; step < STEPS; step += 1) {
      await centre.step()
      // None is lost, none stands twice, at any moment.
      expect(new Set(onScreen()).size).toBe(onScreen().length)
      for (const id of centre.waiting.keys()) expect(onScreen()).toContain(id)
      await pass(LINGER + HOLD + STAYS + 2 * LOOK)
      expect(onScreen()).toEqual(stated(centre.waiting.values()))
    }
  }, PATIENCE)

  it.each([4, 5])('never move while a hand is among them, and are sorted when it rests (seed %i)', async (seed) => {
    const centre = new Centre(random(seed))
    const list = page.find('ul.cards')
    for (let round = 0; round < 12; round += 1) {
      await list.trigger('pointermove')
      let before = onScreen()
      for (let step = 0; step < 8; step += 1) {
        await centre.step()
        await pass(HOLD + LOOK)
        await list.trigger('pointermove')
        // What was there stands where it stood, decided or not; what is new has come below it.
        expect(onScreen().slice(0, before.length)).toEqual(before)
        before = onScreen()
      }
      await pass(REST + LINGER + HOLD + 2 * LOOK)
      expect(onScreen()).toEqual(stated(centre.waiting.values()))
      expect(page.find('[data-testid="sort-now"]').exists()).toBe(false)
    }
  }, PATIENCE)

  it.each([7])('keep their places when a condition pauses and goes on (seed %i)', async (seed) => {
    const roll = random(seed)
    for (let number = 1; number <= 20; number += 1) {
      const level = (1 + Math.floor(roll() * 4)) as Level
      useAlerts().apply(someAlert({ id: `n${number}`, level, raised_at: new Date(number * 1000).toISOString() }))
    }
    useAlerts().settle()
    await pass(HOLD + 2 * LOOK)
    const before = onScreen()
    for (let step = 0; step < STEPS; step += 1) {
      const one = useAlerts().shown[Math.floor(roll() * 20)] as Alert
      useAlerts().apply({ ...one, state: one.state === 'raised' ? 'cleared_unacknowledged' : 'raised' })
      useAlerts().settle()
      await pass(roll() * 2 * HOLD)
      expect(onScreen()).toEqual(before)
    }
  }, PATIENCE)

  it('are sorted at once when the officer asks for it', async () => {
    const list = page.find('ul.cards')
    useAlerts().apply(someAlert({ id: 'low', level: 4 }))
    useAlerts().settle()
    await pass(LOOK)
    await list.trigger('pointermove')
    useAlerts().apply(someAlert({ id: 'fire', level: 1 }))
    useAlerts().settle()
    await pass(HOLD + LOOK)
    expect(onScreen()).toEqual(['low', 'fire'])
    await page.find('[data-testid="sort-now"]').trigger('click')
    expect(onScreen()).toEqual(['fire', 'low'])
    expect(queue.overtaken.value).toBeNull()
  })
})
