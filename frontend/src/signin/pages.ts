import type { RouteRecordRaw } from 'vue-router'

export const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./SignInPage.vue'), meta: { bare: true } },
  {
    path: '/first-password',
    name: 'first-password',
    component: () => import('./FirstPasswordPage.vue'),
    meta: { bare: true },
  },
  {
    path: '/second-factor',
    name: 'second-factor',
    component: () => import('./FirstFactorPage.vue'),
    meta: { bare: true },
  },
  { path: '/account', name: 'account', component: () => import('./AccountPage.vue') },
]
