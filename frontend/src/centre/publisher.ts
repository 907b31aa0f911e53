import type { EventMessage } from './types'

type Kind = EventMessage['type']
export type MessageOf<K extends Kind> = Extract<EventMessage, { type: K }>
export type Subscribe = <K extends Kind>(kind: K, listener: (message: MessageOf<K>) => void) => void

/**
 * Messages of the centre, each handed to those who subscribed to its kind, in the order in which they did; and lists.
 */
export class Publisher {
  private readonly listeners = new Map<Kind, ((message: never) => void)[]>()
  private readonly lists: (() => Promise<unknown>)[] = []

  readonly subscribe: Subscribe = (kind, listener) => {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener])
  }

  /** A list that is loaded by HTTP when the connection begins, and again when messages were missed. */
  readonly onReload = (load: () => Promise<unknown>): void => void this.lists.push(load)

  /** Rejects when one of the lists could not be loaded. */
  readonly reload = (): Promise<unknown> => Promise.all(this.lists.map((load) => load()))

  publish<K extends Kind>(message: MessageOf<K>): void {
    for (const listener of this.listeners.get(message.type) ?? [])
      (listener as (message: MessageOf<K>) => void)(message)
  }
}
