import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/water',
    name: 'water',
    component: () => import('./WaterPage.vue'),
    meta: { nav: { place: 60, title: 'water.nav' } },
  },
]
