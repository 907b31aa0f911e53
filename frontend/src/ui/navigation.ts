import 'vue-router'
import type { RouteRecordRaw } from 'vue-router'
import type { Role } from '@/centre/types'
import type { MessageKey } from '@/i18n/messages'

/** Where a page stands in a navigation, and under which words; lower places come first. */
export interface NavPlace {
  place: number
  title: MessageKey
  /** For whom it stands there, where others open the page from elsewhere. */
  roles?: Role[]
}

declare module 'vue-router' {
  interface RouteMeta {
    /** In the page's navigation. */
    nav?: NavPlace
    /** Among the tabs of the settings. */
    tab?: NavPlace
    /** Without top bar and navigation, and without a session: the log-in page. */
    bare?: boolean
    /** Who may open it; everybody signed in where absent. */
    roles?: Role[]
  }
}

export interface NavEntry extends NavPlace { path: string; name: string }

/** The entries of a navigation that this person may open, in their order. */
export function navEntries(
  routes: readonly RouteRecordRaw[],
  where: 'nav' | 'tab',
  may: (...roles: Role[]) => boolean,
): NavEntry[] {
  return routes
    .flatMap(({ path, name, meta }) => {
      const entry = meta?.[where]
      const roles = entry?.roles ?? meta?.roles
      return entry && (!roles || may(...roles)) ? [{ ...entry, path, name: String(name ?? path) }] : []
    })
    .sort((a, b) => a.place - b.place)
}
