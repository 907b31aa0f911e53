import type { Role } from '@/centre/types'
import type { RouteRecordRaw } from 'vue-router'

/** Everybody but responders: they get orders, not alerts. */
const READERS: Role[] = ['viewer', 'duty_officer', 'duty_leader', 'commander', 'reviewer', 'admin']

/**
 * Pages beside the wall, each loaded when it is first opened. `meta.nav` puts it into the navigation under
 * `shell.nav.{nav}`, in the order of this list; `meta.bare` shows it without the shell.
 */
export const pages: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('@/signin/SignInPage.vue'), meta: { bare: true } },
  { path: '/map', name: 'map', component: () => import('@/map/MapPage.vue'), meta: { nav: 'map' } },
  { path: '/alerts', name: 'alerts', component: () => import('@/alerts/AlertsPage.vue'), meta: { nav: 'alerts', roles: READERS } },
  { path: '/alerts/:id', name: 'alert', component: () => import('@/alerts/AlertPage.vue'), props: true, meta: { roles: READERS } },
  { path: '/shelf', name: 'shelf', component: () => import('@/alerts/shelf/ShelfPage.vue'), meta: { roles: READERS } },
  { path: '/incidents', name: 'incidents', component: () => import('@/incidents/IncidentsPage.vue'), meta: { nav: 'incidents' } },
  { path: '/incidents/:id', name: 'incident', component: () => import('@/incidents/IncidentPage.vue'), props: true },
  { path: '/incidents/:id/reports/:reportId', name: 'report', component: () => import('@/incidents/reports/ReportPage.vue'), props: true, meta: { roles: READERS } },
  { path: '/respond', name: 'respond', component: () => import('@/incidents/respond/RespondPage.vue'), meta: { nav: 'respond', roles: ['responder', 'duty_officer', 'duty_leader', 'commander'] } },
  { path: '/water', name: 'water', component: () => import('@/water/WaterPage.vue'), meta: { nav: 'water' } },
  { path: '/duty', name: 'duty', component: () => import('@/duty/DutyPage.vue'), meta: { nav: 'duty', roles: READERS } },
  { path: '/playback', name: 'playback', component: () => import('@/playback/PlaybackPage.vue'), meta: { nav: 'playback' } },
  {
    path: '/settings',
    component: () => import('@/settings/SettingsPage.vue'),
    redirect: '/settings/cameras',
    meta: { nav: 'settings' },
    children: [
      { path: 'cameras', component: () => import('@/settings/cameras/CamerasPage.vue') },
      { path: 'cameras/:id', component: () => import('@/settings/cameras/CameraPage.vue'), props: true },
      { path: 'cameras/:id/setup', component: () => import('@/settings/setup/SetupPage.vue'), props: true, meta: { roles: ['admin'] } },
      { path: 'quality', component: () => import('@/settings/quality/QualityPage.vue'), meta: { roles: ['duty_leader', 'commander', 'reviewer', 'admin'] } },
      { path: 'people', component: () => import('@/settings/people/PeoplePage.vue'), meta: { roles: ['admin'] } },
      { path: 'channels', component: () => import('@/settings/channels/ChannelsPage.vue'), meta: { roles: ['admin'] } },
      { path: 'audit', component: () => import('@/settings/audit/AuditPage.vue'), meta: { roles: ['admin'] } },
      { path: 'about', component: () => import('@/settings/health/HealthPage.vue') },
    ],
  },
]
