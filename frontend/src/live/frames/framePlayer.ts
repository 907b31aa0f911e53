import type { MovingPlayer, PlayerCounts, PlayerEvents } from '@/live/movingPlayer'
import type { FragmentHeader, InitHeader } from '@/live/protocol'
import { decoderLink, type DecoderLink } from './link'
import type { Picture } from './messages'

/** Draws one H.264 stream that the decoding thread decodes picture by picture. */
export class FramePlayer implements MovingPlayer {
  readonly element = document.createElement('canvas')
  readonly counts: PlayerCounts = { jumps: 0, rebuilds: 0, breaks: 0 }
  private readonly context = this.element.getContext('2d', { alpha: false, willReadFrequently: true })
  private stream: number | null = null
  private init: string | null = null
  private width = 0
  private captured = NaN
  private drawn = 0

  constructor(
    private readonly events: PlayerEvents,
    private readonly link: DecoderLink = decoderLink,
  ) {}

  accept(header: InitHeader, data: Uint8Array<ArrayBuffer>): void {
    if (this.init === header.init_id) return
    if (this.init !== null) this.counts.breaks += 1
    this.init = header.init_id
    this.stream ??= this.open()
    const init = data.slice()
    this.link.send({ order: 'configure', stream: this.stream, codec: header.codec, init }, [init.buffer])
  }

  append(header: FragmentHeader, data: Uint8Array<ArrayBuffer>): void {
    if (this.stream === null || header.init_id !== this.init) return
    const { pts, dts, dur, step, captured_at } = header
    // The bytes are other tiles' too.
    const fragment = data.slice()
    this.link.send({ order: 'decode', stream: this.stream, timing: { pts, dts, dur, step, captured_at }, fragment }, [
      fragment.buffer,
    ])
  }

  tend(): void {
    const width = Math.round(this.element.clientWidth * devicePixelRatio)
    if (this.stream === null || width === this.width) return
    this.width = width
    this.link.send({ order: 'width', stream: this.stream, width })
  }

  shownCapturedAt(): number {
    return this.captured
  }

  frames(): number {
    return this.drawn
  }

  close(): void {
    this.release()
    this.element.remove()
  }

  private open(): number {
    this.width = 0
    return this.link.open({ picture: (picture) => this.show(picture), broken: () => this.failed() })
  }

  private show({ pixels, width, height, capturedAt, jumps }: Picture): void {
    // A canvas is emptied when it is given a size.
    if (this.element.width !== width || this.element.height !== height) Object.assign(this.element, { width, height })
    this.context?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0)
    this.counts.jumps = jumps
    this.captured = capturedAt
    this.drawn += 1
    if (this.drawn === 1) this.events.first(performance.now())
  }

  private failed(): void {
    this.counts.rebuilds += 1
    this.release()
    this.events.restart()
  }

  private release(): void {
    if (this.stream !== null) this.link.close(this.stream)
    this.stream = null
    this.init = null
  }
}
