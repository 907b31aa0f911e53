import type { Box } from '@/centre/types'

/** How much of the surroundings is shown with what the alert is about, in sizes of its box. */
const AROUND = 2.5
/** The smallest part of the picture's width that is shown: closer, one no longer sees where it is. */
const LEAST = 0.3

/**
 * The part of a picture that fills a frame, in fractions of the picture: around the box, or the middle where there is
 * none. `picture` and `frame` are width by height.
 */
export function cropTo(box: Box | null, picture: number, frame: number): Box {
  const across = frame / picture
  const widest = Math.min(1, across)
  const wanted = box ? Math.max(LEAST, box.w * AROUND, box.h * AROUND * across) : 1
  const w = Math.min(widest, wanted)
  const h = Math.min(1, w / across)
  const middle = box ? { x: box.x + box.w / 2, y: box.y + box.h / 2 } : { x: 0.5, y: 0.5 }
  return { x: within(middle.x - w / 2, 1 - w), y: within(middle.y - h / 2, 1 - h), w, h }
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
