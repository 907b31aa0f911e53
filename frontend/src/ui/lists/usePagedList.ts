import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api } from '@/centre/client'
import type { Page } from '@/centre/types'
import { useSite } from '@/centre/site'
import { pageCount, readFilters, readPage, toQuery } from './filters'

const PAGE_SIZE = 50

/**
 * A list of the centre, one page at a time, with its filters in the address. `reload` keeps what is shown until the
 * answer is there; an answer that a newer question has overtaken is dropped.
 */
export function usePagedList<T>(path: string, names: readonly string[]) {
  const route = useRoute()
  const router = useRouter()
  const site = useSite()
  const home = route.path

  const items = shallowRef<T[]>([])
  const total = ref(0)
  const loading = ref(true)
  const error = shallowRef<unknown>(null)
  const filters = computed(() => readFilters(route.query, names))
  const page = computed(() => readPage(route.query))
  const pages = computed(() => pageCount(total.value, PAGE_SIZE))
  let asking: AbortController | undefined

  async function reload(): Promise<void> {
    asking?.abort()
    const mine = (asking = new AbortController())
    loading.value = true
    try {
      const query = { ...toQuery(filters.value, site.zone), page: page.value, page_size: PAGE_SIZE }
      const answer = await api.get<Page<T>>(path, query, mine.signal)
      items.value = answer.items
      total.value = answer.total
      error.value = null
    } catch (failure) {
      if (mine.signal.aborted) return
      error.value = failure
    }
    loading.value = false
  }

  const go = (query: Record<string, string>): void => void router.replace({ path: route.path, query })
  /** `without`: a filter that has no meaning beside the new one. */
  function set(name: string, value: string, without = ''): void {
    const next = Object.entries({ ...filters.value, ...(without ? { [without]: '' } : {}), [name]: value })
    go(Object.fromEntries(next.filter(([, given]) => given !== '')))
  }
  const clear = (): void => go({})
  const turn = (to: number): void => go({ ...filters.value, page: String(to) })

  const question = computed(() => JSON.stringify([filters.value, page.value]))
  // Leaving the page changes the address too; that is no question to this list.
  watch(question, () => route.path === home && void reload())
  void reload()
  onScopeDispose(() => asking?.abort())

  return { items, total, loading, error, filters, page, pages, reload, set, clear, turn }
}
