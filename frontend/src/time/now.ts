import { computed, onScopeDispose, readonly, ref, type ComputedRef, type Ref } from 'vue'

/** The centre's clock as this page knows it: the monotonic clock plus an offset that the centre's messages correct. */
let offset = Date.now() - performance.now()
let corrected = false

/**
 * Sets the offset from a server time that has just arrived. The path takes time, so the largest one seen is the truest.
 */
export function correctClock(serverTime: string): void {
  const candidate = Date.parse(serverTime) - performance.now()
  if (Number.isNaN(candidate)) return
  // A jump of more than 2 s is a clock that was set, not a delay.
  offset = !corrected || Math.abs(candidate - offset) > 2000 ? candidate : Math.max(offset, candidate)
  corrected = true
}

/** Milliseconds since 1970 by the centre's clock. */
export function serverNow(): number {
  return performance.now() + offset
}

const shared = ref(serverNow())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The centre's time, ticking four times a second while anyone looks; one timer for the page. */
export function useNow(): Readonly<Ref<number>> {
  users += 1
  shared.value = serverNow()
  timer ??= setInterval(() => (shared.value = serverNow()), 250)
  onScopeDispose(() => {
    users -= 1
    if (users > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return readonly(shared)
}

/** The same by whole seconds: what is shown by the second need not be drawn four times in it. */
export function useSecond(): ComputedRef<number> {
  const now = useNow()
  return computed(() => Math.floor(now.value / 1000) * 1000)
}
