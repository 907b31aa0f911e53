import { computed, ref, shallowRef } from 'vue'
import { api, RequestError } from '@/centre/client'
import type { Camera, CameraSpec, Catalogue } from '@/centre/types'
import { readSpec } from '@/settings/cameras/storedSpec'
import { useSubmit } from '@/ui/dialog/useSubmit'
import { draftOf, isSame, withDraft, type Draft } from './draft'
import { problemsOf } from './problems'
import { begin, redo, step, undo, type Steps } from './steps'

/** A camera's set-up while it is being drawn: what is stored, what was drawn, and what is wrong with it. */
export function useSetup(id: string) {
  const spec = shallowRef<CameraSpec | null>(null)
  const catalogue = shallowRef<Catalogue | null>(null)
  const steps = shallowRef<Steps<Draft> | null>(null)
  const since = ref(0)
  const saved = ref(false)
  const loadError = shallowRef<unknown>(null)
  const { busy, error, submit } = useSubmit()
  const draft = computed(() => steps.value?.present ?? null)
  const dirty = computed(() => draft.value !== null && spec.value !== null && !isSame(draft.value, draftOf(spec.value)))
  const problems = computed(() => (draft.value ? problemsOf(draft.value, catalogue.value) : []))
  /** What the centre refused, by field; until something else is drawn. */
  const refused = computed(() => (error.value instanceof RequestError ? error.value.fields : {}))

  async function load(): Promise<void> {
    loadError.value = null
    try {
      const [stored, known] = await Promise.all([readSpec(id), api.get<Catalogue>('/detectors')])
      since.value = stored.since
      catalogue.value = known
      spec.value = stored.spec
      steps.value = begin(draftOf(stored.spec))
      error.value = null
    } catch (failure) {
      loadError.value = failure
    }
  }

  function change(next: Draft): void {
    if (!steps.value) return
    steps.value = step(steps.value, next)
    saved.value = false
    error.value = null
  }

  const move = (way: typeof undo<Draft>): void => {
    if (steps.value) steps.value = way(steps.value)
    error.value = null
  }

  /** Whether it is stored. */
  async function save(): Promise<boolean> {
    const [stored, drawn] = [spec.value, draft.value]
    if (!stored || !drawn || problems.value.length > 0) return false
    return submit(async () => {
      await api.put<Camera>(`/cameras/${id}/spec?since=${since.value}`, withDraft(stored, drawn))
      await load()
      saved.value = true
    })
  }

  return {
    spec,
    catalogue,
    draft,
    steps,
    dirty,
    problems,
    refused,
    busy,
    saved,
    error,
    loadError,
    load,
    change,
    save,
    undo: () => move(undo),
    redo: () => move(redo),
  }
}

export type Setup = ReturnType<typeof useSetup>
