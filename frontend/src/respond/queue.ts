// Steps that a phone could not send yet. Each has its own key, so that sending it again counts once.
import { api, NetworkError, RequestError } from '@/api/client'
import type { Task, TaskState } from '@/api/types'

export interface QueuedStep { task: string; key: string; to: TaskState; note: string | null; tapped_at: string; position: { lon: number; lat: number } | null }
const STORED = 'respond.steps'

/** The steps that wait, oldest first; they outlive a reload. */
export class StepQueue {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {}

  get waiting(): QueuedStep[] {
    try {
      return JSON.parse(this.storage.getItem(STORED) ?? '[]') as QueuedStep[]
    } catch {
      return []
    }
  }

  add(step: QueuedStep): void {
    if (!this.waiting.some((one) => one.task === step.task && one.to === step.to)) this.keep([...this.waiting, step])
  }

  /** Sends what waits, in order. A refusal is reported and not repeated; without a network the rest waits on. */
  async send(refused: (step: QueuedStep, error: RequestError) => void): Promise<boolean> {
    for (let step = this.waiting[0]; step; step = this.waiting[0]) {
      const { task, ...body } = step
      try {
        await api.post<Task>(`/tasks/${task}/step`, body)
      } catch (error) {
        if (error instanceof NetworkError || !(error instanceof RequestError) || error.status >= 500 || error.status === 401) return false
        refused(step, error)
      }
      this.keep(this.waiting.filter((one) => one.key !== step?.key))
    }
    return true
  }

  private keep(steps: QueuedStep[]): void {
    this.storage.setItem(STORED, JSON.stringify(steps))
  }
}
