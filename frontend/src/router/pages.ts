import type { Role } from '@/api/types'
import type { RouteRecordRaw } from 'vue-router'

/** Everybody but responders: they get orders, not alerts. */
const READERS: Role[] = ['viewer', 'duty_officer', 'duty_leader', 'commander', 'reviewer', 'admin']

/**
 * Pages beside the wall, each loaded when it is first opened. `meta.nav` puts it into the navigation under
 * `shell.nav.{nav}`, in the order of this list; `meta.bare` shows it without the shell.
 */
export const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('@/pages/SignInPage.vue'), meta: { bare: true } },
  { path: '/map', name: 'map', component: () => import('@/pages/MapPage.vue'), meta: { nav: 'map' } },
  { path: '/alerts', name: 'alerts', component: () => import('@/pages/AlertsPage.vue'), meta: { nav: 'alerts', roles: READERS } },
  { path: '/alerts/:id', name: 'alert', component: () => import('@/pages/AlertPage.vue'), props: true, meta: { roles: READERS } },
  { path: '/shelf', name: 'shelf', component: () => import('@/pages/ShelfPage.vue'), meta: { roles: READERS } },
  { path: '/incidents', name: 'incidents', component: () => import('@/pages/IncidentsPage.vue'), meta: { nav: 'incidents' } },
  { path: '/incidents/:id', name: 'incident', component: () => import('@/pages/IncidentPage.vue'), props: true },
  { path: '/incidents/:id/reports/:reportId', name: 'report', component: () => import('@/pages/ReportPage.vue'), props: true, meta: { roles: READERS } },
  { path: '/respond', name: 'respond', component: () => import('@/pages/RespondPage.vue'), meta: { nav: 'respond', roles: ['responder', 'duty_officer', 'duty_leader', 'commander'] } },
  { path: '/water', name: 'water', component: () => import('@/pages/WaterPage.vue'), meta: { nav: 'water' } },
  { path: '/duty', name: 'duty', component: () => import('@/pages/DutyPage.vue'), meta: { nav: 'duty', roles: READERS } },
  { path: '/playback', name: 'playback', component: () => import('@/pages/PlaybackPage.vue'), meta: { nav: 'playback' } },
  {
    path: '/settings',
    component: () => import('@/pages/SettingsPage.vue'),
    redirect: '/settings/cameras',
    meta: { nav: 'settings' },
    children: [
      { path: 'cameras', component: () => import('@/pages/SettingsCamerasPage.vue') },
      { path: 'cameras/:id', component: () => import('@/pages/SettingsCameraPage.vue'), props: true },
      { path: 'cameras/:id/setup', component: () => import('@/pages/SettingsSetupPage.vue'), props: true, meta: { roles: ['admin'] } },
      { path: 'quality', component: () => import('@/pages/SettingsQualityPage.vue'), meta: { roles: ['duty_leader', 'commander', 'reviewer', 'admin'] } },
      { path: 'people', component: () => import('@/pages/SettingsPeoplePage.vue'), meta: { roles: ['admin'] } },
      { path: 'channels', component: () => import('@/pages/SettingsChannelsPage.vue'), meta: { roles: ['admin'] } },
      { path: 'audit', component: () => import('@/pages/SettingsAuditPage.vue'), meta: { roles: ['admin'] } },
      { path: 'about', component: () => import('@/pages/SettingsHealthPage.vue') },
    ],
  },
]
