import { nextTick, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { fieldText, RequestError } from '@/centre/client'
import type { Text } from '@/centre/types'

/** What the centre says of one field: its label on the form, or '' where the form has no such field. */
export interface FieldProblem {
  name: string
  label: string
  text: Text
}

/** The centre names a part of a field with dots: `title.zh` belongs to `title` where the form has no `title.zh`. */
function fieldOf(form: HTMLElement, name: string): HTMLElement | null {
  const named = (one: string): HTMLElement | null => form.querySelector(`[name="${CSS.escape(one)}"]`)
  return named(name) ?? named(name.split('.')[0] ?? name)
}

function labelOf(field: HTMLElement): string {
  const words = field.closest('.field')?.querySelector(':scope > span, :scope > label')
  return words?.textContent?.trim() ?? field.getAttribute('aria-label') ?? ''
}

function unmark(field: Element): void {
  field.removeAttribute('aria-invalid')
}

/**
 * Marks the fields of a form that the centre refused, puts the cursor into the first, and tells what is wrong with
 * each. Fields are found by their `name`, which is the centre's. A mark goes when its field is touched.
 */
export function useFieldProblems(
  form: Readonly<Ref<HTMLElement | null>>,
  error: () => unknown,
): ShallowRef<FieldProblem[]> {
  const problems = shallowRef<FieldProblem[]>([])

  function mark(name: string, said: string | Text): FieldProblem {
    const field = form.value && fieldOf(form.value, name)
    field?.setAttribute('aria-invalid', 'true')
    field?.addEventListener('input', () => unmark(field), { once: true })
    return { name, label: field ? labelOf(field) : '', text: fieldText(said) }
  }

  watch(error, async (failure) => {
    await nextTick()
    form.value?.querySelectorAll('[aria-invalid]').forEach(unmark)
    const fields = failure instanceof RequestError ? Object.entries(failure.fields) : []
    problems.value = fields.map(([name, said]) => mark(name, said))
    form.value?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, { immediate: true })
  return problems
}
