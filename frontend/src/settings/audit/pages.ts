import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/audit',
    component: () => import('./AuditPage.vue'),
    meta: { tab: { place: 50, title: 'audit.tab' }, roles: ['admin'] },
  },
]
