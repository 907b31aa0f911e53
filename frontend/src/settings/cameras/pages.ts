import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  {
    path: '/settings/cameras',
    component: () => import('./CamerasPage.vue'),
    meta: { tab: { place: 10, title: 'settings.tabs.cameras' } },
  },
  { path: '/settings/cameras/:id', component: () => import('./CameraPage.vue'), props: true },
]
