/** Where the picture is shown much smaller than it is, making it smaller at once spares colouring what nobody sees. */
import type { Colours } from './colours'

/** From so many times the shown width on. Below it a picture made smaller would look worse. */
const WORTH = 1.5

export interface Size {
  width: number
  height: number
}

/** The size to keep a picture in that is shown `shownWidth` pixels wide; null where it is to stay as it is. */
export function shrunkSize(picture: Size, shownWidth: number): Size | null {
  if (shownWidth < 2 || picture.width < WORTH * shownWidth) return null
  const height = Math.round((picture.height * shownWidth) / picture.width)
  return height < 2 ? null : { width: Math.round(shownWidth), height }
}

/** A picture of three planes, as decoders give it: luma, and colour differences of half the width and height. */
export interface Planes {
  bytes: Uint8Array
  size: Size
  /** Of Y, U, V: where each starts and how far its rows are apart. */
  layout: readonly { offset: number; stride: number }[]
}

/**
 * Fills `target` (32-bit pixels, red lowest) with the picture made smaller; each pixel's luma is the mean of the four
 * in its middle.
 */
export function shrink({ bytes, size, layout }: Planes, colours: Colours, target: Uint32Array, to: Size): void {
  const [luma, u, v] = layout as [PlaneLayout, PlaneLayout, PlaneLayout]
  const columns = Uint16Array.from({ length: to.width }, (_, x) => middle(x, size.width, to.width))
  const { luma: light, redByV, greenByU, greenByV, blueByU, clamp } = colours
  let at = 0
  for (let y = 0; y < to.height; y += 1) {
    const line = middle(y, size.height, to.height)
    const row = luma.offset + line * luma.stride
    const rowU = u.offset + (line >> 1) * u.stride
    const rowV = v.offset + (line >> 1) * v.stride
    for (let x = 0; x < to.width; x += 1) {
      const column = columns[x] as number
      const here = row + column
      const upper = (bytes[here] as number) + (bytes[here + 1] as number)
      const lower = (bytes[here + luma.stride] as number) + (bytes[here + luma.stride + 1] as number)
      const base = light[upper + lower] as number
      const cb = bytes[rowU + (column >> 1)] as number
      const cr = bytes[rowV + (column >> 1)] as number
      const red = clamp[base + (redByV[cr] as number)] as number
      const green = clamp[base + (greenByU[cb] as number) + (greenByV[cr] as number)] as number
      const blue = clamp[base + (blueByU[cb] as number)] as number
      target[at] = red | (green << 8) | (blue << 16) | 0xff000000
      at += 1
    }
  }
}

/** The first of the two samples in the middle of what sample `index` of `to` stands for. */
function middle(index: number, from: number, to: number): number {
  return Math.max(0, Math.min(from - 2, Math.round(((index + 0.5) * from) / to - 1)))
}
