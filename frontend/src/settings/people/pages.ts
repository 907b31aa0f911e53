import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/people',
    component: () => import('./PeoplePage.vue'),
    meta: { tab: { place: 30, title: 'settings.tabs.people' }, roles: ['admin'] },
  },
]
