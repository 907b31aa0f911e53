import { avcConfiguration, samplesOf } from './fmp4'
import type { Timing } from './messages'
import { Playout } from './playout'

/** Coded pictures that the decoder is given ahead. More would delay a leap to a keyframe. */
const AHEAD = 3
/** Decoded pictures that are held; a decoder has only so many to lend. */
const HELD = 12
/** What waits covers more than this, ms, and has a keyframe in it that much on: go on from there. */
const LEAP = { backlog: 300, gain: 200 }
/** Coded bytes that may wait; beyond it the decoder is stuck. About 40 s of a sub-stream. */
const LIMIT = 4_000_000

/**
 * Decodes one H.264 stream picture by picture. The time stamps that go through the decoder are times of capture, so
 * each picture is dated exactly, and none waits longer than its fragment took to come.
 */
export class FrameStream {
  /** How wide the picture is on the screen, in its pixels; 0 while unknown. */
  width = 0
  /** From one picture to the next, ms; 0 while unknown. */
  step = 0
  jumps = 0
  private readonly playout = new Playout()
  private readonly decoder: VideoDecoder
  private waiting: EncodedVideoChunk[] = []
  private bytes = 0
  /** A keyframe has come since the last configuration. */
  private started = false
  private decoded: VideoFrame[] = []
  private closed = false

  /** `broken` is told, once, when the stream cannot go on; it is closed then. */
  constructor(private readonly broken: () => void) {
    this.decoder = new VideoDecoder({ output: (frame) => this.take(frame), error: () => this.fail() })
    this.decoder.addEventListener('dequeue', () => this.feed())
  }

  configure(codec: string, init: Uint8Array<ArrayBuffer>): void {
    this.guarded(() => {
      while (this.waiting.length > 0) this.hand()
      this.decoder.configure({ codec, description: avcConfiguration(init), optimizeForLatency: true })
      this.started = false
    })
  }

  decode(timing: Timing, fragment: Uint8Array<ArrayBuffer>): void {
    this.step = timing.step / 1000
    this.guarded(() => {
      // What dates a fragment is the end of its last picture.
      const start = timing.captured_at - (timing.pts + timing.dur - timing.dts)
      for (const { key, at, data } of samplesOf(fragment)) {
        this.started ||= key
        if (this.started)
          this.queue(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: start + at, data }))
      }
      if (this.bytes > LIMIT) throw new RangeError('the decoder does not follow')
      this.leap()
      this.feed()
    })
  }

  /** The picture to show at `now` (monotonic, ms), which the caller closes; none where nothing new is due. */
  next(now: number): VideoFrame | undefined {
    const captures = this.decoded.map((frame) => frame.timestamp / 1000)
    const due = Math.max(this.playout.due(captures, now), this.decoded.length - HELD)
    // Of two the older: this may be asked a little before one picture and a little behind the next, and both are to be
    // seen.
    this.drop(due - 2)
    return due > 0 ? this.decoded.shift() : undefined
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    if (this.decoder.state !== 'closed') this.decoder.close()
    this.drop(this.decoded.length)
    this.waiting = []
  }

  private queue(chunk: EncodedVideoChunk): void {
    this.waiting.push(chunk)
    this.bytes += chunk.byteLength
  }

  /** A computer that cannot follow goes on from the newest keyframe, without decoding what lies before. */
  private leap(): void {
    const newest = this.waiting.findLastIndex((chunk) => chunk.type === 'key')
    const [first, key, last] = [this.waiting[0], this.waiting[newest], this.waiting.at(-1)]
    if (!first || !key || !last) return
    if (apart(first, last) < LEAP.backlog || apart(first, key) < LEAP.gain) return
    for (const chunk of this.waiting.splice(0, newest)) this.bytes -= chunk.byteLength
    this.jumps += 1
  }

  private feed(): void {
    this.guarded(() => {
      while (this.waiting.length > 0 && this.decoder.decodeQueueSize < AHEAD) this.hand()
    })
  }

  private hand(): void {
    const chunk = this.waiting.shift()
    if (!chunk) return
    this.bytes -= chunk.byteLength
    this.decoder.decode(chunk)
  }

  private take(frame: VideoFrame): void {
    if (this.closed) return frame.close()
    this.playout.note(performance.now() - frame.timestamp / 1000)
    this.decoded.push(frame)
    this.drop(this.decoded.length - HELD - 1)
  }

  /** Gives the oldest decoded pictures back unseen. */
  private drop(count: number): void {
    if (count > 0) for (const frame of this.decoded.splice(0, count)) frame.close()
  }

  /** Whatever a decoder throws, or bytes that are no fragment, end the stream. */
  private guarded(work: () => void): void {
    if (this.closed) return
    try {
      work()
    } catch (error) {
      if (!(error instanceof Error || error instanceof DOMException)) throw error
      this.fail()
    }
  }

  private fail(): void {
    if (this.closed) return
    this.close()
    this.broken()
  }
}

/** From one picture's capture to the other's, ms. */
function apart(earlier: EncodedVideoChunk, later: EncodedVideoChunk): number {
  return (later.timestamp - earlier.timestamp) / 1000
}
