import { coloursOf } from './colours'
import { shrink, shrunkSize, type Size } from './shrink'

/** A decoded picture as pixels of a canvas. */
export interface Painted extends Size {
  pixels: ArrayBuffer
}

/** Buffers of pictures that have been shown; of more the rest is let go. */
const SPARE = 100

/**
 * Turns decoded pictures into pixels, with buffers that are used again: 44 pictures, twelve times a second, are 70 MB.
 */
export class Paintbox {
  private planes = new Uint8Array()
  private readonly spare: ArrayBuffer[] = []

  reuse(buffers: readonly ArrayBuffer[]): void {
    this.spare.push(...buffers.slice(0, SPARE - this.spare.length))
  }

  /**
   * `width` on the screen, in its pixels; 0 where unknown. Not to be called again before it has ended. Rejects where
   * the picture is gone.
   */
  async paint(frame: VideoFrame, width: number): Promise<Painted> {
    const size = {
      width: frame.visibleRect?.width ?? frame.codedWidth,
      height: frame.visibleRect?.height ?? frame.codedHeight,
    }
    const small = frame.format === 'I420' ? shrunkSize(size, width) : null
    const pixels = this.buffer(4 * (small ?? size).width * (small ?? size).height)
    if (!small) await frame.copyTo(pixels, { format: 'RGBA' })
    else {
      const needed = frame.allocationSize()
      if (this.planes.length < needed) this.planes = new Uint8Array(needed)
      const layout = await frame.copyTo(this.planes)
      shrink({ bytes: this.planes, size, layout }, coloursOf(frame.colorSpace), new Uint32Array(pixels), small)
    }
    return { ...(small ?? size), pixels }
  }

  private buffer(bytes: number): ArrayBuffer {
    const fitting = this.spare.findIndex((each) => each.byteLength === bytes)
    return fitting < 0 ? new ArrayBuffer(bytes) : (this.spare.splice(fitting, 1)[0] as ArrayBuffer)
  }
}
