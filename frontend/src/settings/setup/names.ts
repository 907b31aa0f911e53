import type { HotspotKind, Purpose, Text } from '@/centre/types'
import { i18n } from '@/i18n'
import { en, zh } from '@/i18n/gathered'

export const PURPOSES: readonly Purpose[] = ['watch', 'mask', 'sky', 'water', 'ground', 'line']

/** Marks of a water level in the words of each kind of place: 警戒 is a river's word and never a reservoir's. */
const RIVER = ['fortification', 'warning', 'guarantee', 'overflow'] as const
const RESERVOIR = ['flood_limit', 'flood_high', 'design', 'check'] as const
export const marksOf = (kind: HotspotKind | undefined): readonly string[] => (kind === 'reservoir' ? RESERVOIR : RIVER)

/** What a new area is called until somebody names it, in both languages: 监视区 2, Watched zone 2. */
export function firstName(purpose: Purpose | 'gauge', number: number): Text {
  return { zh: `${zh.terms.purpose[purpose]} ${number}`, en: `${en.terms.purpose[purpose]} ${number}` }
}

export const i18nHas = (key: string): boolean => i18n.global.te(key, 'zh-CN')
