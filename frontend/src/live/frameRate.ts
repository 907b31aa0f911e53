const WINDOW = 5000

/** Frames a second over the last 5 s, from counts that come now and then. */
export class FrameRate {
  private samples: { at: number; frames: number }[] = []

  add(now: number, frames: number): void {
    this.samples.push({ at: now, frames })
    this.trim(now)
  }

  perSecond(now: number): number {
    this.trim(now)
    // What the first sample counts happened before it.
    const first = this.samples[0]
    if (!first || now <= first.at) return 0
    const frames = this.samples.slice(1).reduce((sum, sample) => sum + sample.frames, 0)
    return (frames * 1000) / (now - first.at)
  }

  private trim(now: number): void {
    while (this.samples[0] && now - this.samples[0].at > WINDOW) this.samples.shift()
  }
}
