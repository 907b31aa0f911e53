import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./SignInPage.vue'), meta: { bare: true } },
]
