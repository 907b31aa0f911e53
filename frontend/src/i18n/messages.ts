/** The shape that every language must fill; each `words.ts` adds its area. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Messages {}

/** What a `words.ts` exports: its areas, each in both languages. */
export type WordsOf<Area extends keyof Messages> = { [K in Area]: Record<Language, Messages[K]> }
export type Language = 'zh' | 'en'

type Leaves<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>
}[keyof T & string]

/** Every message that exists, `shell.nav.label`. A key that does not exist fails vue-tsc. */
export type MessageKey = Leaves<Messages>
