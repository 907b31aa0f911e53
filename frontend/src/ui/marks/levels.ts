import type { Level } from '@/centre/types'

/** How a level looks everywhere: shape, colour and roman numeral together, never colour alone. */
export interface LevelLook { level: Level; numeral: string; colour: string; shape: string }

export const LEVELS: readonly LevelLook[] = [
  { level: 1, numeral: 'Ⅰ', colour: 'var(--level-1)', shape: 'M8 1 15.5 15H.5Z' },
  { level: 2, numeral: 'Ⅱ', colour: 'var(--level-2)', shape: 'M8 .5 15.5 8 8 15.5.5 8Z' },
  { level: 3, numeral: 'Ⅲ', colour: 'var(--level-3)', shape: 'M1.5 1.5h13v13h-13Z' },
  { level: 4, numeral: 'Ⅳ', colour: 'var(--level-4)', shape: 'M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1Z' },
]

export function levelLook(level: Level): LevelLook {
  return LEVELS[level - 1] as LevelLook
}
