// What this browser remembers of the wall: layout, filter, search and page outlast a visit to another page.
import { reactive, watch } from 'vue'
import { LAYOUTS } from '@/ui/keys'
import type { Choice } from './cells'

const NAME = 'wall.choice'

/** What was kept, as far as it still means something; `first` for the rest. */
export function readChoice(kept: string | null, first: Choice): Choice {
  const found = parsed(kept)
  const { hotspot, search, cells, page, alertsFirst, tour } = found
  return {
    hotspot: typeof hotspot === 'string' ? hotspot : first.hotspot,
    search: typeof search === 'string' ? search : first.search,
    cells: LAYOUTS.some((layout) => layout === cells) ? (cells as number) : first.cells,
    page: Number.isInteger(page) && (page as number) >= 0 ? (page as number) : first.page,
    alertsFirst: typeof alertsFirst === 'boolean' ? alertsFirst : first.alertsFirst,
    tour: typeof tour === 'boolean' ? tour : first.tour,
  }
}

function parsed(kept: string | null): Partial<Record<keyof Choice, unknown>> {
  try {
    const found: unknown = JSON.parse(kept ?? '{}')
    return typeof found === 'object' && found !== null ? found : {}
  } catch {
    return {}
  }
}

/**
 * The choice of this browser, kept as it changes. Another filter, layout or search begins at the first page.
 * `hotspots`: the ids of those there are, empty until they are known; a filter by one that is gone ends.
 */
export function useKeptChoice(first: Choice, hotspots: () => readonly string[]): Choice {
  const choice = reactive(readChoice(localStorage.getItem(NAME), first))
  watch(hotspots, (some) => {
    if (choice.hotspot !== null && some.length > 0 && !some.includes(choice.hotspot)) choice.hotspot = null
  }, { immediate: true })
  watch(() => [choice.hotspot, choice.search, choice.cells], () => (choice.page = 0), { flush: 'sync' })
  watch(choice, () => localStorage.setItem(NAME, JSON.stringify(choice)))
  return choice
}
