import { onScopeDispose } from 'vue'

/**
 * Does the work now and again every so many milliseconds, for as long as the page can be seen and this stands on it.
 */
export function useEvery(milliseconds: number, work: () => void): void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') work()
  }, milliseconds)
  onScopeDispose(() => clearInterval(timer))
  work()
}
