import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/channels',
    component: () => import('./ChannelsPage.vue'),
    meta: { tab: { place: 40, title: 'channels.tab' }, roles: ['admin'] },
  },
]
