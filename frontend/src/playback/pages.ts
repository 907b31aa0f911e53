import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/playback',
    name: 'playback',
    component: () => import('./PlaybackPage.vue'),
    meta: { nav: { place: 80, title: 'playback.nav' } },
  },
]
