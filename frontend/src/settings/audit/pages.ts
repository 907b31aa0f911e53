import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/audit',
    component: () => import('./AuditPage.vue'),
    meta: { tab: { place: 50, title: 'audit.tab' }, roles: ['admin'] },
  },
  {
    path: '/settings/audit/viewings',
    component: () => import('./ViewingsPage.vue'),
    meta: { roles: ['admin'] },
  },
  {
    path: '/settings/audit/accounts',
    component: () => import('./JournalPage.vue'),
    meta: { roles: ['admin'] },
  },
]
