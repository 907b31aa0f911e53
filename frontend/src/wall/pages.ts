import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'wall',
    component: () => import('./WallPage.vue'),
    meta: { nav: { place: 10, title: 'wall.nav' } },
  },
]
