import 'vue-router'
import type { Role } from '@/centre/types'
import type { Messages } from '@/i18n/messages'

export type NavKey = Exclude<keyof Messages['shell']['nav'], 'label'>

declare module 'vue-router' {
  interface RouteMeta {
    nav?: NavKey
    /** Without top bar and navigation, and without a session: the log-in page. */
    bare?: boolean
    /** Who may open it; everybody signed in where absent. */
    roles?: Role[]
  }
}
