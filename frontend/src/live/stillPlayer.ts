/**
 * The fallback where a stream cannot be played: single JPEGs, drawn as they come; one that comes while another is
 * decoded replaces it.
 */
export class StillPlayer {
  readonly canvas = document.createElement('canvas')
  private waiting: { data: Uint8Array<ArrayBuffer>; capturedAt: number } | null = null
  private busy = false
  private captured = NaN
  private drawn = 0

  /** `capturedAt` in ms since 1970. */
  draw(data: Uint8Array<ArrayBuffer>, capturedAt: number): void {
    this.waiting = { data, capturedAt }
    if (!this.busy) void this.work()
  }

  shownCapturedAt(): number {
    return this.captured
  }

  frames(): number {
    return this.drawn
  }

  close(): void {
    this.waiting = null
    this.canvas.remove()
  }

  private async work(): Promise<void> {
    this.busy = true
    while (this.waiting) {
      const { data, capturedAt } = this.waiting
      this.waiting = null
      const bitmap = await createImageBitmap(new Blob([data], { type: 'image/jpeg' })).catch(() => null)
      if (!bitmap) continue
      if (this.canvas.width !== bitmap.width) this.canvas.width = bitmap.width
      if (this.canvas.height !== bitmap.height) this.canvas.height = bitmap.height
      this.canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
      bitmap.close()
      this.captured = capturedAt
      this.drawn += 1
    }
    this.busy = false
  }
}
