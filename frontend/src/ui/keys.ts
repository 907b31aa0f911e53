import type { DismissReason } from '@/centre/types'

/** What a key asks for. */
export type Command =
  | {
      do:
        | 'acknowledge'
        | 'confirm'
        | 'dismiss'
        | 'shelve'
        | 'playback'
        | 'full'
        | 'search'
        | 'help'
        | 'back'
        | 'next'
        | 'previous'
    }
  | { do: 'reason'; reason: DismissReason }
  | { do: 'layout'; cells: number }

/** What the page is doing, as far as it changes the meaning of keys. */
export interface KeyMode {
  choosingReason: boolean
  typing: boolean
}

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  repeat: boolean
}

export const LAYOUTS = [1, 4, 9, 16, 25, 44] as const
export const REASONS: readonly DismissReason[] = ['false_alarm', 'duplicate', 'equipment', 'known_work']

const PLAIN: Record<string, Command> = {
  a: { do: 'acknowledge' },
  c: { do: 'confirm' },
  d: { do: 'dismiss' },
  s: { do: 'shelve' },
  p: { do: 'playback' },
  f: { do: 'full' },
  '/': { do: 'search' },
  '?': { do: 'help' },
  '？': { do: 'help' },
  j: { do: 'next' },
  k: { do: 'previous' },
  arrowdown: { do: 'next' },
  arrowup: { do: 'previous' },
  escape: { do: 'back' },
}
/** Acting twice because a key was held down is never meant. */
const REPEATABLE = new Set(['next', 'previous'])

/** The command of a key press, or null. Keys of the browser (Ctrl, Alt, Meta) and typed text are left alone. */
export function commandFor(press: KeyPress, mode: KeyMode): Command | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  const key = press.key.toLowerCase()
  if (mode.typing) return key === 'escape' ? { do: 'back' } : null
  const command = PLAIN[key] ?? numbered(key, mode)
  return command && press.repeat && !REPEATABLE.has(command.do) ? null : command
}

function numbered(key: string, mode: KeyMode): Command | null {
  if (!/^[1-9]$/.test(key)) return null
  const index = Number(key) - 1
  if (mode.choosingReason) {
    const reason = REASONS[index]
    return reason ? { do: 'reason', reason } : null
  }
  const cells = LAYOUTS[index]
  return cells ? { do: 'layout', cells } : null
}

/** Whether a key pressed there is text: it belongs to the field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}
