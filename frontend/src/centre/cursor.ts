import type { EventMessage } from '@/centre/types'

/**
 * What to do with a message of the events socket. `reload`: the lists on the page cannot be trusted; apply nothing
 * before.
 */
export type Verdict = 'apply' | 'repeated' | 'reload' | 'other'

/**
 * Where this page stands in the numbered events. Every event is applied exactly once, in order; whatever cannot be
 * followed (a first connection, a centre that counts from lower down or would have too much to repeat) asks for the
 * lists to be loaded again. Numbers may be missing: the centre keeps to the order, and leaves out what the reader's
 * role may not see.
 */
export class EventCursor {
  private number: number | null = null

  /** The query of the next connection: empty at first, then `?after=N`. */
  get query(): string {
    return this.number === null ? '' : `?after=${this.number}`
  }

  judge(message: EventMessage): Verdict {
    if (message.type === 'hello') return this.hello(message.number, message.reload === true)
    if (message.type !== 'event') return 'other'
    if (this.number !== null && message.number <= this.number) return 'repeated'
    this.number = message.number
    return 'apply'
  }

  private hello(newest: number, tooFar: boolean): Verdict {
    // A resumed connection may greet too: what lies between is on its way.
    if (this.number !== null && newest >= this.number && !tooFar) return 'other'
    this.number = newest
    return 'reload'
  }
}

export const LOST_AFTER = 3000

/** How long the centre has been silent, once that is long enough to say so; else null. Times in ms of one clock. */
export function silence(now: number, lastMessageAt: number): number | null {
  const silent = now - lastMessageAt
  return silent >= LOST_AFTER ? silent : null
}
