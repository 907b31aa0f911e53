import { computed, type WritableComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Text } from '@/centre/types'
import { en, zh } from './gathered'
import type { MessageKey, Messages } from './messages'

export type Locale = 'zh-CN' | 'en'
const STORED = 'language'
/** As a plain object, which vue-i18n asks for. */
type Tree = { [Area in keyof Messages]: Messages[Area] }

function storedLocale(): Locale {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  globalInjection: false,
  locale: storedLocale() as string,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en } as Record<string, Tree>,
})

const { t: translate, te: exists, locale: current } = i18n.global

/** Sets the language of the page, and remembers it. */
export function setLocale(locale: Locale): void {
  current.value = locale
  localStorage.setItem(STORED, locale)
  document.documentElement.lang = locale
}

/** A message in the language of the page. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  return translate(key, values)
}

/** The words for a code that the centre sent: `label('reason', 'timeout')`; the code itself where it has none. */
export function label(area: keyof Messages['terms'], code: string): string {
  const key = `terms.${area}.${code}`
  return exists(key) || exists(key, 'zh-CN') ? translate(key) : code
}

/** What to do where a camera has no picture for this reason; empty where nothing can be done, or it has none. */
export function advice(reason: string | null): string {
  const words = reason ? label('advice', reason) : ''
  return words === reason ? '' : words
}

/** Picks the page's language from a text of the centre. */
export function text(value: Text | null | undefined): string {
  return value ? (current.value === 'en' ? value.en : value.zh) : ''
}

export interface Words {
  t: typeof t
  label: typeof label
  text: typeof text
  locale: WritableComputedRef<Locale>
}

/** What a component needs to speak; everything it returns follows the language. */
export function useWords(): Words {
  const locale = computed<Locale>({ get: () => current.value as Locale, set: setLocale })
  return { t, label, text, locale }
}
