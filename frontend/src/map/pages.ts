import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/map',
    name: 'map',
    component: () => import('./MapPage.vue'),
    meta: { nav: { place: 20, title: 'map.nav' } },
  },
]
