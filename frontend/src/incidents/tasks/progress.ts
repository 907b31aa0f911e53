// How far a task is, and which of several are the most pressing. Pure.
import type { Task, TaskState } from '@/centre/types'

const FINISHED: readonly TaskState[] = ['done', 'cancelled']

export const isFinished = (task: Pick<Task, 'state'>): boolean => FINISHED.includes(task.state)

type Timed = Pick<Task, 'state' | 'due_at' | 'on_scene_at'>

/** Whether those who do it should be on the scene by now, and are not. */
export const isLate = (task: Timed, now: number): boolean =>
  task.due_at !== null && task.on_scene_at === null && !isFinished(task) && now > Date.parse(task.due_at)

/** 0: somebody must decide (late, or declined); 1: has its time still to come; 2: on the scene, or without a time. */
function urgency(task: Timed, now: number): number {
  if (isLate(task, now) || task.state === 'declined') return 0
  return task.due_at !== null && task.on_scene_at === null ? 1 : 2
}

/** The late and the declined first, then by the time to be on the scene, then in the order of the centre. */
export function mostPressingFirst<T extends { task: Timed }>(rows: readonly T[], now: number): T[] {
  const due = ({ task }: T): number => (task.due_at === null ? Infinity : Date.parse(task.due_at))
  return [...rows].sort((a, b) => {
    const ranks = urgency(a.task, now) - urgency(b.task, now)
    return ranks || (due(a) === due(b) ? 0 : due(a) - due(b))
  })
}
