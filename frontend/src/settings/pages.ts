import type { RouteRecordRaw } from 'vue-router'

/** The tabs of the settings: every room of them declares its own. */
const tabs = import.meta.glob<RouteRecordRaw[]>('./*/pages.ts', { eager: true, import: 'pages' })

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./SettingsPage.vue'),
    redirect: '/settings/cameras',
    meta: { nav: { place: 90, title: 'settings.title' } },
    children: Object.values(tabs).flat(),
  },
]
