import { shallowRef } from 'vue'
import type { Router } from 'vue-router'

/** Why the page that was asked for could not be opened; null once one has. */
export const failure = shallowRef<unknown>(null)

const STORED = 'reloaded-at'
const AGAIN_AFTER = 60_000

/** A part of an older version that a newer one has replaced: the page must be loaded anew. At most once a minute. */
export function reloadOnce(now: number, storage: Storage, reload: () => void): boolean {
  if (now - Number(storage.getItem(STORED) ?? 0) < AGAIN_AFTER) return false
  storage.setItem(STORED, String(now))
  reload()
  return true
}

/** Says what went wrong instead of leaving the page empty. */
export function watchFailures(router: Router): void {
  router.onError((error) => (failure.value = error))
  router.afterEach((_to, _from, refused) => {
    if (!refused) failure.value = null
  })
  window.addEventListener('vite:preloadError', (event) => {
    if (reloadOnce(Date.now(), sessionStorage, () => location.reload())) event.preventDefault()
  })
}
