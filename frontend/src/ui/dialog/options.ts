import type { Messages } from '@/i18n/messages'
import type { Text } from '@/centre/types'
import { label, text } from '@/i18n'
import { zh } from '@/i18n/gathered'

export interface Option { value: string; text: string }

/** Every code of an area that has words, as choices of a filter. */
export function termOptions(area: keyof Messages['terms']): Option[] {
  return Object.keys(zh.terms[area]).map((value) => ({ value, text: label(area, value) }))
}

/** Cameras, hotspots, zones as choices, in the page's language. */
export function named(things: readonly { id: string; name: Text }[]): Option[] {
  return things.map(({ id, name }) => ({ value: id, text: text(name) }))
}
