import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router'
import { useSession } from '@/centre/session'
import './meta'
import { pages } from './pages'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'wall', component: () => import('@/wall/WallPage.vue'), meta: { nav: 'wall' } },
    ...pages,
    { path: '/:path(.*)*', name: 'nowhere', component: () => import('@/shell/NowherePage.vue') },
  ],
})

async function guard(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (to.meta.bare) return true
  const session = useSession()
  if (!session.known) await session.load()
  if (!session.user) return { path: '/login', query: { next: to.fullPath } }
  if (to.meta.roles && !to.meta.roles.includes(session.user.role)) return { name: 'wall' }
  return true
}

router.beforeEach(guard)
