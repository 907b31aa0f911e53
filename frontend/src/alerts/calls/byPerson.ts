// Deliveries as a person asks for them: who was told, by which way, how far it got. Pure.
import type { Delivery, DeliveryState, Role } from '@/centre/types'

/** Of one channel to one person: the last attempt to tell them, and how often they were told before. */
export interface Way { channel: string; last: Delivery; times: number }
export interface Told { name: string; role: Role | null; ways: Way[] }

/** In the order in which people were first told; their channels likewise. */
export function byPerson(deliveries: readonly Delivery[]): Told[] {
  const people = new Map<string, Told>()
  for (const one of deliveries) {
    const key = `${one.role ?? ''}|${one.name}`
    const told = people.get(key) ?? { name: one.name, role: one.role, ways: [] }
    people.set(key, told)
    const way = told.ways.find((each) => each.channel === one.channel)
    if (way) Object.assign(way, { last: one, times: way.times + 1 })
    else told.ways.push({ channel: one.channel, last: one, times: 1 })
  }
  return [...people.values()]
}

/** When it got as far as it did. */
export function reachedAt(delivery: Delivery): string {
  const at: Record<DeliveryState, string | null> = {
    queued: delivery.queued_at, sent: delivery.sent_at, delivered: delivery.delivered_at, failed: delivery.failed_at,
  }
  return at[delivery.state] ?? delivery.queued_at
}

/** Whether it may still move. */
export const isUnderWay = (delivery: Delivery): boolean => delivery.state === 'queued' || delivery.state === 'sent'
