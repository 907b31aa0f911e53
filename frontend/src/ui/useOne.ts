import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api } from '@/centre/client'

/**
 * One thing of the centre, by a path that may change: another path empties it first. `reload` keeps what is shown until
 * the answer is there; an answer that a newer question has overtaken is dropped.
 */
export function useOne<T>(path: () => string) {
  const one = shallowRef<T | null>(null)
  const loading = ref(true)
  const error = shallowRef<unknown>(null)
  let asking: AbortController | undefined

  async function reload(): Promise<void> {
    asking?.abort()
    const mine = (asking = new AbortController())
    loading.value = true
    try {
      one.value = await api.get<T>(path(), undefined, mine.signal)
      error.value = null
    } catch (failure) {
      if (mine.signal.aborted) return
      error.value = failure
    }
    loading.value = false
  }

  watch(path, () => {
    one.value = null
    void reload()
  }, { immediate: true })
  onScopeDispose(() => asking?.abort())

  return { one, loading, error, reload }
}
