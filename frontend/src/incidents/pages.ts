import type { RouteRecordRaw } from 'vue-router'
import { DUTY, READERS } from '@/centre/roles'

export const pages: RouteRecordRaw[] = [
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./IncidentsPage.vue'),
    meta: { nav: { place: 40, title: 'incidents.nav' } },
  },
  { path: '/incidents/:id', name: 'incident', component: () => import('./IncidentPage.vue'), props: true },
  {
    path: '/incidents/:id/reports/:reportId',
    name: 'report',
    component: () => import('./reports/ReportPage.vue'),
    props: true,
    meta: { roles: READERS },
  },
  {
    path: '/reports',
    name: 'reports',
    component: () => import('./reports/ReportsPage.vue'),
    meta: { nav: { place: 45, title: 'reports.nav' }, roles: READERS },
  },
  {
    path: '/respond',
    name: 'respond',
    component: () => import('./respond/RespondPage.vue'),
    meta: { nav: { place: 50, title: 'respond.nav', roles: ['responder'] }, roles: ['responder', ...DUTY] },
  },
  {
    path: '/tasks',
    name: 'tasks',
    component: () => import('./tasks/TasksPage.vue'),
    meta: { nav: { place: 51, title: 'tasks.nav' }, roles: READERS },
  },
]
