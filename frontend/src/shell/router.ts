import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw } from 'vue-router'
import { useSession } from '@/centre/session'

/** Every feature declares its pages; each is loaded when it is first opened. */
const pages = import.meta.glob<RouteRecordRaw[]>('../*/pages.ts', { eager: true, import: 'pages' })

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...Object.values(pages).flat(),
    { path: '/:path(.*)*', name: 'nowhere', component: () => import('./NowherePage.vue') },
  ],
})

/** Where a person begins: a responder on their orders, everybody else on the wall. A link inside the page leads on. */
function begins(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  return to.name === 'wall' && (from === START_LOCATION || from.meta.bare === true)
}

async function guard(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (to.meta.bare) return true
  const session = useSession()
  if (!session.known) await session.load()
  if (!session.user) return { path: '/login', query: { next: to.fullPath } }
  if (session.mustChange) return { path: '/first-password', query: { next: to.fullPath } }
  if (session.mustEnrol) return { path: '/second-factor', query: { next: to.fullPath } }
  if (to.meta.roles && !to.meta.roles.includes(session.user.role)) return { name: 'wall' }
  if (begins(to, from) && session.may('responder')) return { name: 'respond' }
  return true
}

router.beforeEach(guard)
