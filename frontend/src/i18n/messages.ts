import type zh from '@/i18n/zh'

/** The shape that every language must fill. */
export type Messages = typeof zh

type Leaves<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>
}[keyof T & string]

/** Every message that exists, `shell.nav.wall`. A key that does not exist fails vue-tsc. */
export type MessageKey = Leaves<Messages>
