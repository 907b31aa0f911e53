import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

export interface Submit {
  /** While something is being sent. */
  busy: Ref<boolean>
  /** Why the last sending failed; null once one succeeds, and while the next one runs. */
  error: ShallowRef<unknown>
  /** Sends, unless something is being sent already: a second tap counts once. True once it is done; it never throws. */
  submit: (work: () => unknown) => Promise<boolean>
}

/** What every form and button that sends something has: one thing at a time, and its failure kept for the reader. */
export function useSubmit(): Submit {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)

  async function submit(work: () => unknown): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, error, submit }
}
