// Cameras that come forward on the wall, and the tour of its pages.
import { ref, watch, type Ref } from 'vue'
import type { Alert } from '@/centre/types'
import { useEvery } from '@/ui/useEvery'

/** A page of the tour stays for so long, s. */
export const STAY = 20
const SECOND = 1000

/**
 * Ids of the cameras with alerts, in the order in which they come forward: by level, then by who has waited longest.
 * Whether somebody has taken an alert counts for nothing here, so that taking one moves no picture.
 */
export function inForwardOrder(alerts: ReadonlyMap<string, Alert>): string[] {
  const before = (a: Alert, b: Alert): number => a.level - b.level || (a.raised_at < b.raised_at ? -1 : 1)
  return [...alerts].sort(([, a], [, b]) => before(a, b)).map(([id]) => id)
}

/** Whether a camera has come forward that was not there before. */
export const cameIn = (now: readonly string[], before: readonly string[]): boolean =>
  now.some((id) => !before.includes(id))

/** The same order, which waits while a hand is at work among the pictures. */
export function useForward(alerts: () => ReadonlyMap<string, Alert>, atWork: () => boolean): Ref<string[]> {
  const shown = ref<string[]>([])
  const follow = (): void => {
    const wanted = inForwardOrder(alerts())
    if (!atWork() && wanted.join() !== shown.value.join()) shown.value = wanted
  }
  watch(alerts, follow)
  useEvery(SECOND, follow)
  return shown
}

/** Turns a page each `STAY` seconds; `held` says when it must not: a hand is at work, or an alert is on the wall. */
export function useTour(on: () => boolean, held: () => boolean, turn: () => void): void {
  let stood = 0
  useEvery(SECOND, () => {
    stood = on() && !held() ? stood + 1 : 0
    if (stood < STAY) return
    stood = 0
    turn()
  })
}
