// Filters of a list live in the address, so that a list can be shared, reloaded and returned to. Pure.
import type { LocationQuery } from 'vue-router'
import type { Query } from '@/centre/client'
import { instantOf } from '@/time/zonedTime'

export type Filters = Record<string, string>

/** The named filters that the address holds; of a name given twice the first counts. */
export function readFilters(query: LocationQuery, names: readonly string[]): Filters {
  const filters: Filters = {}
  for (const name of names) {
    const given = query[name]
    const value = Array.isArray(given) ? given[0] : given
    if (value) filters[name] = value
  }
  return filters
}

export function readPage(query: LocationQuery): number {
  const page = Number(query.page)
  return Number.isInteger(page) && page > 0 ? page : 1
}

const TIMES = new Set(['from', 'to'])

/** Filters as the centre wants them: times on the site's wall clock become UTC; an unreadable time is left out. */
export function toQuery(filters: Filters, zone: string): Query {
  const query: Query = {}
  for (const [name, value] of Object.entries(filters)) {
    if (!TIMES.has(name)) query[name] = value
    else {
      const instant = instantOf(value, zone)
      if (!Number.isNaN(instant)) query[name] = new Date(instant).toISOString()
    }
  }
  return query
}

export function pageCount(total: number, size: number): number {
  return Math.max(1, Math.ceil(total / size))
}
