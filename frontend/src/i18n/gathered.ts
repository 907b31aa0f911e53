import type { Language, Messages, WordsOf } from './messages'

/** The words of all rooms: every `words.ts` is found by its name. */
const found = import.meta.glob<Partial<WordsOf<keyof Messages>>>('../**/words.ts', { eager: true, import: 'default' })
const areas = Object.values(found).flatMap((words) => Object.entries(words))

const inLanguage = (language: Language): Messages =>
  Object.fromEntries(areas.map(([area, words]) => [area, words[language]])) as unknown as Messages

export const zh = inLanguage('zh')
export const en = inLanguage('en')
