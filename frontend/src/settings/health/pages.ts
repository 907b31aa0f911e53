import type { RouteRecordRaw } from 'vue-router'
import { READERS } from '@/centre/roles'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/about',
    component: () => import('./HealthPage.vue'),
    meta: { tab: { place: 60, title: 'settings.tabs.health' }, roles: READERS },
  },
]
