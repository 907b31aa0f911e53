import type { RouteRecordRaw } from 'vue-router'

/**
 * Pages beside the wall, each loaded when it is first opened. `meta.nav` puts it into the navigation under
 * `shell.nav.{nav}`, in the order of this list; `meta.bare` shows it without the shell.
 */
export const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('@/pages/SignInPage.vue'), meta: { bare: true } },
]
