import { AppendQueue, type Append } from './appendQueue'
import { attachSource, borrowVideo, mediaSourceClass, returnVideo } from './mediaSource'
import type { MovingPlayer, PlayerCounts, PlayerEvents } from '@/live/movingPlayer'
import { mimeType, type FragmentHeader, type InitHeader } from '@/live/protocol'
import { evictTo, steer, Timeline } from './timeline'

/** A jump that has not ended after this (ms) never will: what it aimed at was taken out of the buffer meanwhile. */
const STUCK_AFTER = 6000

/** Plays one live stream in one video element by MediaSource. */
export class VideoPlayer implements MovingPlayer {
  readonly element: HTMLVideoElement
  readonly counts: PlayerCounts = { jumps: 0, rebuilds: 0, breaks: 0 }
  private readonly queue = new AppendQueue()
  private timeline = new Timeline()
  private source: MediaSource | null = null
  private buffer: SourceBuffer | null = null
  private detach: (() => void) | null = null
  private init: { id: string; mime: string } | null = null
  private mime = ''
  private jumpedAt = -Infinity
  private closed = false
  private shown = 0

  constructor(private readonly events: PlayerEvents) {
    this.element = borrowVideo()
    this.element.onerror = () => this.rebuild()
    // The moment of the first frame, exactly; later frames are only counted.
    this.element.requestVideoFrameCallback?.((now) => !this.closed && events.first(now))
  }

  accept(header: InitHeader, data: Uint8Array<ArrayBuffer>): void {
    if (this.init?.id === header.init_id) return
    this.init = { id: header.init_id, mime: mimeType(header.codec) }
    this.queue.push({ kind: 'init', mime: this.init.mime, data })
    if (!this.source) this.build()
    this.pump()
  }

  append(header: FragmentHeader, data: Uint8Array<ArrayBuffer>): void {
    if (header.init_id !== this.init?.id) return
    const placement = this.timeline.place(header)
    if (placement.broken) this.counts.breaks += 1
    this.queue.push({ kind: 'media', offset: placement.offset, data })
    if (this.queue.overflowing) this.rebuild()
    else this.pump()
  }

  /** Keeps to the live edge and removes what is old. */
  tend(): void {
    const { element: video, buffer } = this
    if (!buffer || video.buffered.length === 0) return
    // A jump under way is left to end: another one would begin it anew, for ever on a slow machine.
    if (video.seeking && performance.now() - this.jumpedAt < STUCK_AFTER) return
    const start = video.buffered.start(0)
    const end = video.buffered.end(video.buffered.length - 1)
    const sinceJump = (performance.now() - this.jumpedAt) / 1000
    // The newest keyframe may still wait for its turn to be appended.
    const keyframe = this.timeline.keyframe < end ? this.timeline.keyframe : NaN
    const { step } = this.timeline
    const way = steer({ time: video.currentTime, start, end, keyframe, step, sinceJump })
    if (way.to === 'jump') this.jump(way.time)
    else if (video.playbackRate !== way.rate) video.playbackRate = way.rate
    if (video.paused) void video.play().catch(() => undefined)
    const until = evictTo(video.currentTime, start, this.timeline.cuts)
    if (until !== null && !buffer.updating) this.guarded(() => buffer.remove(0, until))
  }

  shownCapturedAt(): number {
    return this.timeline.capturedAt(this.element.currentTime)
  }

  frames(): number {
    const quality = this.element.getVideoPlaybackQuality()
    // Browsers count a picture as dropped some time after they counted it as decoded: the difference may go back.
    this.shown = Math.max(this.shown, quality.totalVideoFrames - quality.droppedVideoFrames)
    return this.shown
  }

  close(): void {
    this.closed = true
    this.element.onerror = null
    this.release()
    returnVideo(this.element)
  }

  private build(): void {
    const Source = mediaSourceClass()
    if (!Source) return
    const source = new Source()
    this.source = source
    this.detach = attachSource(this.element, source)
    source.addEventListener('sourceopen', () => this.opened(source), { once: true })
  }

  private opened(source: MediaSource): void {
    if (source !== this.source || !this.init) return
    this.guarded(() => {
      this.mime = this.init?.mime ?? ''
      const buffer = source.addSourceBuffer(this.mime)
      buffer.mode = 'segments'
      buffer.addEventListener('updateend', () => this.pump())
      buffer.addEventListener('error', () => this.rebuild())
      this.buffer = buffer
    })
    this.pump()
  }

  private pump(): void {
    const buffer = this.buffer
    if (!buffer || buffer.updating || this.queue.empty) return
    const next = this.queue.take()
    if (next) this.guarded(() => this.hand(buffer, next))
    if (this.element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) this.tend()
  }

  private hand(buffer: SourceBuffer, next: Append): void {
    if (next.kind === 'init') {
      if (next.mime !== this.mime) buffer.changeType(next.mime)
      this.mime = next.mime
    } else if (buffer.timestampOffset !== next.offset) {
      buffer.timestampOffset = next.offset
    }
    buffer.appendBuffer(next.data)
  }

  private jump(time: number): void {
    this.counts.jumps += 1
    this.jumpedAt = performance.now()
    this.element.playbackRate = 1
    this.element.currentTime = time
  }

  /** Whatever MediaSource throws (quota, a buffer that was taken away, bytes it cannot read) ends in a fresh start. */
  private guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Error || error instanceof DOMException)) throw error
      this.rebuild()
    }
  }

  private rebuild(): void {
    if (this.closed) return
    this.counts.rebuilds += 1
    this.release()
    this.events.restart()
  }

  private release(): void {
    this.detach?.()
    this.detach = null
    this.source = null
    this.buffer = null
    this.init = null
    this.shown = 0
    this.queue.clear()
    this.timeline = new Timeline()
  }
}
