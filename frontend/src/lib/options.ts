import type { Messages } from '@/i18n/messages'
import { label } from '@/i18n'
import zh from '@/i18n/zh'

export interface Option { value: string; text: string }

/** Every code of an area that has words, as choices of a filter. */
export function termOptions(area: keyof Messages['terms']): Option[] {
  return Object.keys(zh.terms[area]).map((value) => ({ value, text: label(area, value) }))
}
