import type { RouteRecordRaw } from 'vue-router'
import { READERS } from '@/centre/roles'

export const pages: RouteRecordRaw[] = [
  {
    path: '/alerts',
    name: 'alerts',
    component: () => import('./AlertsPage.vue'),
    meta: { nav: { place: 30, title: 'alerts.nav' }, roles: READERS },
  },
  {
    path: '/alerts/:id',
    name: 'alert',
    component: () => import('./AlertPage.vue'),
    props: true,
    meta: { roles: READERS },
  },
  { path: '/shelf', name: 'shelf', component: () => import('./shelf/ShelfPage.vue'), meta: { roles: READERS } },
]
