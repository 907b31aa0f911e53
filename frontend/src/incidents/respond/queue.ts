// Steps that a phone could not send yet. Each has its own key, so that sending it again counts once.
import { NetworkError, request, RequestError } from '@/centre/client'
import type { Task, TaskState } from '@/centre/types'

export type Place = { lon: number; lat: number }
export interface QueuedStep {
  task: string
  key: string
  to: TaskState
  note: string | null
  tapped_at: string
  position: Place | null
}
/** A network that swallows everything does not say so: a step that has no answer by then is sent again later. */
const PATIENCE_MS = 15_000

/** Whether trying the same again later may help: no answer, a failing centre, a session that has ended. */
export function passes(error: unknown): boolean {
  return (
    error instanceof NetworkError || !(error instanceof RequestError) || error.status >= 500 || error.status === 401
  )
}

/** The steps that wait, oldest first. They outlive a reload, and are of one person: a phone may change hands. */
export class StepQueue {
  private readonly name: string

  constructor(
    person: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
  ) {
    this.name = `respond.steps.${person}`
  }

  get waiting(): QueuedStep[] {
    try {
      return JSON.parse(this.storage.getItem(this.name) ?? '[]') as QueuedStep[]
    } catch {
      return []
    }
  }

  add(step: QueuedStep): void {
    if (!this.waiting.some((one) => one.task === step.task && one.to === step.to)) this.keep([...this.waiting, step])
  }

  /** Where the phone was at a step; it is known a moment after the step itself, which is never held up for it. */
  locate(key: string, position: Place): void {
    this.keep(this.waiting.map((one) => (one.key === key ? { ...one, position } : one)))
  }

  /** Sends what waits, in order. A refusal is reported and not repeated; without a network the rest waits on. */
  async send(refused: (step: QueuedStep, error: RequestError) => void): Promise<boolean> {
    for (let step = this.waiting[0]; step; step = this.waiting[0]) {
      const { task, ...body } = step
      try {
        await request<Task>('POST', `/tasks/${task}/step`, { body, signal: AbortSignal.timeout(PATIENCE_MS) })
      } catch (error) {
        if (passes(error)) return false
        refused(step, error as RequestError)
      }
      this.keep(this.waiting.filter((one) => one.key !== step?.key))
    }
    return true
  }

  private keep(steps: QueuedStep[]): void {
    this.storage.setItem(this.name, JSON.stringify(steps))
  }
}
