import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/quality',
    component: () => import('./QualityPage.vue'),
    meta: { tab: { place: 20, title: 'quality.tab' }, roles: ['duty_leader', 'commander', 'reviewer', 'admin'] },
  },
]
