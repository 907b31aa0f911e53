import type { EventMessage } from '@/centre/types'
import { EventCursor } from './cursor'

export interface FlowHandlers {
  /** Loads the lists by HTTP; rejects when that failed. */
  load: () => Promise<unknown>
  /** Applies a message to the lists. */
  apply: (message: EventMessage) => void
  /** Waits before the lists are tried again. */
  pause: () => Promise<void>
}

/** Brings loaded lists and arriving events together: what arrives while lists are loading is applied after them. */
export class EventFlow {
  private readonly cursor = new EventCursor()
  private held: EventMessage[] | null = null

  constructor(private readonly handlers: FlowHandlers) {}

  /** The query of the next connection. */
  get query(): string {
    return this.cursor.query
  }

  async receive(message: EventMessage): Promise<void> {
    const verdict = this.cursor.judge(message)
    if (verdict === 'repeated') return
    const reloading = verdict === 'reload' ? this.reload() : undefined
    const aboutLists = message.type === 'event' || message.type === 'alert'
    if (this.held && aboutLists) this.held.push(message)
    else this.handlers.apply(message)
    await reloading
  }

  private async reload(): Promise<void> {
    if (this.held) return
    this.held = []
    while (!(await this.loaded())) await this.handlers.pause()
    const held = this.held
    this.held = null
    held.forEach(this.handlers.apply)
  }

  private loaded(): Promise<boolean> {
    return this.handlers.load().then(
      () => true,
      () => false,
    )
  }
}
