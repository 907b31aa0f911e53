import type { RouteRecordRaw } from 'vue-router'
import { READERS } from '@/centre/roles'

export const pages: RouteRecordRaw[] = [
  {
    path: '/duty',
    name: 'duty',
    component: () => import('./DutyPage.vue'),
    meta: { nav: { place: 70, title: 'duty.nav' }, roles: READERS },
  },
]
