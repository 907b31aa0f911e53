/** What was drawn, step by step: undo and redo. Pure. */
export interface Steps<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** Steps that can be taken back; the oldest are forgotten beyond it. */
export const MOST = 200

export const begin = <T,>(present: T): Steps<T> => ({ past: [], present, future: [] })

/** A new step; what was undone before it is gone. A step that changes nothing is none. */
export function step<T>(steps: Steps<T>, next: T): Steps<T> {
  if (next === steps.present) return steps
  return { past: [...steps.past, steps.present].slice(-MOST), present: next, future: [] }
}

export function undo<T>(steps: Steps<T>): Steps<T> {
  const last = steps.past.at(-1)
  return last === undefined
    ? steps
    : { past: steps.past.slice(0, -1), present: last, future: [steps.present, ...steps.future] }
}

export function redo<T>(steps: Steps<T>): Steps<T> {
  const [next, ...rest] = steps.future
  return next === undefined ? steps : { past: [...steps.past, steps.present], present: next, future: rest }
}
