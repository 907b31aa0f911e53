import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/cameras/:id/setup',
    component: () => import('./SetupPage.vue'),
    props: true,
    meta: { roles: ['admin'] },
  },
]
