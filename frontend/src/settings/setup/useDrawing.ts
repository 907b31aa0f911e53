import { computed, ref, type Ref } from 'vue'
import type { Purpose } from '@/centre/types'
import { clamp, fewest, MOST_CORNERS, pointAt, type Point } from './shapes'

/** What the next click does: choose, draw a zone of a purpose, draw a gauge's region, or mark a row of a gauge. */
export type Tool = 'select' | Purpose | 'gauge' | 'row'

export interface Drawn {
  tool: Tool
  points: Point[]
}

const NEAR = 0.02
const STEP = { small: 0.002, usual: 0.01, large: 0.05 } as const

/** How far an arrow key moves: a hundredth of the picture, less with Alt, more with Shift. */
export const stepOf = (event: KeyboardEvent): number =>
  event.altKey ? STEP.small : event.shiftKey ? STEP.large : STEP.usual

const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** Where an arrow key leads from a point; null for other keys. */
export function arrowTo(event: KeyboardEvent, [x, y]: Point): Point | null {
  const way = ARROWS[event.key]
  return way ? pointAt(x + way[0] * stepOf(event), y + way[1] * stepOf(event)) : null
}

/**
 * The shape that is being drawn, by pointer or by keys: a crosshair that arrows move, space sets a corner, Enter ends.
 */
export function useDrawing(tool: Ref<Tool>, finished: (drawn: Drawn) => void) {
  const pending = ref<Point[]>([])
  const cursor = ref<Point>([0.5, 0.5])
  const least = computed(() =>
    tool.value === 'gauge' ? 2 : tool.value === 'row' ? 1 : tool.value === 'select' ? 0 : fewest(tool.value),
  )
  const most = computed(() => (tool.value === 'gauge' ? 2 : tool.value === 'row' ? 1 : MOST_CORNERS))

  function finish(): void {
    if (pending.value.length < least.value) return
    const points = pending.value
    pending.value = []
    finished({ tool: tool.value, points })
  }

  function put(point: Point): void {
    if (tool.value === 'select') return
    const first = pending.value[0]
    const closes =
      first &&
      pending.value.length >= least.value &&
      Math.abs(first[0] - point[0]) < NEAR &&
      Math.abs(first[1] - point[1]) < NEAR
    if (closes && most.value > 2) return finish()
    pending.value = [...pending.value, point]
    if (pending.value.length >= most.value) finish()
  }

  const takeBack = (): void => void (pending.value = pending.value.slice(0, -1))
  const cancel = (): void => void (pending.value = [])

  /** Whether the key meant something here. */
  function key(event: KeyboardEvent): boolean {
    const to = arrowTo(event, cursor.value)
    if (to) cursor.value = to
    else if (event.key === ' ') put(cursor.value)
    else if (event.key === 'Enter') finish()
    else if (event.key === 'Backspace' && pending.value.length > 0) takeBack()
    else if (event.key === 'Escape' && pending.value.length > 0) cancel()
    else return false
    return true
  }

  const point = (x: number, y: number): void => void (cursor.value = [clamp(x), clamp(y)])

  return { pending, cursor, least, put, finish, cancel, takeBack, key, point }
}
