import { inject, onMounted, onUnmounted, provide, type InjectionKey } from 'vue'
import { LiveFeed } from './liveFeed'
import { useSession } from '@/centre/session'
import { publishMetrics } from './metrics'

const KEY: InjectionKey<LiveFeed> = Symbol('live feed')

/** Makes the page's one feed, gives it to the components below, and pauses it while nobody can see the page. */
export function provideLiveFeed(): LiveFeed {
  const feed = new LiveFeed(() => useSession().lose())
  provide(KEY, feed)
  const look = (): void => feed.pause(document.visibilityState !== 'visible')
  const frozen = (): void => feed.pause(true)
  onMounted(() => {
    publishMetrics(feed)
    feed.start()
    look()
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pagehide', frozen)
    window.addEventListener('pageshow', look)
  })
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('pagehide', frozen)
    window.removeEventListener('pageshow', look)
    feed.stop()
    delete window.__wall
  })
  return feed
}

export function useLiveFeed(): LiveFeed {
  const feed = inject(KEY)
  if (!feed) throw new Error('a picture of a camera needs a page that provides the live feed')
  return feed
}
