import { describe, expect, it } from 'vitest'
import type { TaskState } from '@/centre/types'
import { isLate, mostPressingFirst } from './progress'

const NOW = Date.parse('2026-11-23T08:00:00Z')
const task = (state: TaskState, due: string | null, scene: string | null = null) => ({
  state,
  due_at: due && `2026-11-23T${due}:00Z`,
  on_scene_at: scene && `2026-11-23T${scene}:00Z`,
})

describe('tasks', () => {
  it('are late once their time is over and nobody is on the scene', () => {
    expect(isLate(task('en_route', '07:59'), NOW)).toBe(true)
    expect(isLate(task('en_route', '08:01'), NOW)).toBe(false)
    expect(isLate(task('on_scene', '07:59', '07:58'), NOW)).toBe(false)
    expect(isLate(task('cancelled', '07:59'), NOW)).toBe(false)
    expect(isLate(task('assigned', null), NOW)).toBe(false)
  })

  it('stand by urgency: late and declined, then by their time, then those without one', () => {
    const rows = {
      none: task('assigned', null),
      there: task('on_scene', '07:10', '07:05'),
      soon: task('accepted', '08:10'),
      later: task('accepted', '09:10'),
      late: task('en_route', '07:30'),
      declined: task('declined', '08:40'),
    }
    const order = mostPressingFirst(
      Object.entries(rows).map(([name, one]) => ({ name, task: one })),
      NOW,
    )
    expect(order.map((one) => one.name)).toEqual(['late', 'declined', 'soon', 'later', 'there', 'none'])
  })
})
