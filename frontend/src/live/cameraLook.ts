// How a camera's state looks everywhere: a shape for each, and colour only where a person must look. Pure.
import type { CameraState } from '@/centre/types'

export type Look = 'online' | 'connecting' | 'stale' | 'offline' | 'fault' | 'disabled'

export function cameraLook(enabled: boolean, state: CameraState | undefined): Look {
  if (!enabled) return 'disabled'
  if (!state) return 'connecting'
  return state.link === 'online' && state.faults.length > 0 ? 'fault' : state.link
}

/** Drawn in 16 × 16: a ring, a dotted ring, a half disc, a cross, an exclamation mark in a box, a bar. */
export const LOOK_SHAPES: Record<Look, string> = {
  online: 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2Zm0 2.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 1 0 0-7.6Z',
  connecting: 'M2 6.5h3v3H2Zm4.5 0h3v3h-3Zm4.5 0h3v3h-3Z',
  stale: 'M8 1.5a6.5 6.5 0 1 1 0 13Zm-2 .3v2.2a4.5 4.5 0 0 0 0 8v2.2a6.5 6.5 0 0 1 0-12.4Z',
  offline: 'M3.4 1.6 8 6.2l4.6-4.6 1.8 1.8L9.8 8l4.6 4.6-1.8 1.8L8 9.8l-4.6 4.6-1.8-1.8L6.2 8 1.6 3.4Z',
  fault: 'M1.5 1.5h13v13h-13Zm5.4 2 .4 6h1.4l.4-6Zm.1 7.2v1.9h2v-1.9Z',
  disabled: 'M2 6.6h12v2.8H2Z',
}

export const LOOK_COLOURS: Record<Look, string> = {
  online: 'var(--dim)',
  connecting: 'var(--dim)',
  disabled: 'var(--dim)',
  stale: 'var(--warning)',
  fault: 'var(--warning)',
  offline: 'var(--level-2)',
}

/** Worst first, for lists that put what needs a look on top. */
export const LOOK_ORDER: Record<Look, number> = {
  offline: 0,
  fault: 1,
  stale: 2,
  connecting: 3,
  online: 4,
  disabled: 5,
}
