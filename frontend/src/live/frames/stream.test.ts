import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Timing } from './messages'
import { FrameStream } from './stream'
import { box, fragment, words } from '@/testing/fragments'

interface FakeFrame { timestamp: number; open: boolean; close: () => void }

/** A decoder that gives each picture back when told. */
class FakeDecoder extends EventTarget {
  static made: FakeDecoder[] = []
  state = 'unconfigured'
  readonly queue: { timestamp: number; type: string }[] = []
  readonly decoded: number[] = []
  readonly frames: FakeFrame[] = []
  refuses = false

  constructor(readonly callbacks: { output: (frame: FakeFrame) => void; error: () => void }) {
    super()
    FakeDecoder.made.push(this)
  }

  get decodeQueueSize(): number {
    return this.queue.length
  }

  configure(): void {
    this.state = 'configured'
  }

  decode(chunk: { timestamp: number; type: string }): void {
    if (this.refuses) throw new DOMException('a keyframe is needed', 'DataError')
    this.queue.push(chunk)
  }

  close(): void {
    this.state = 'closed'
  }

  /** Decodes so many pictures. */
  work(count: number): void {
    for (let i = 0; i < count; i += 1) {
      const chunk = this.queue.shift()
      if (!chunk) return
      const frame = { timestamp: chunk.timestamp, open: true, close: () => (frame.open = false) }
      this.decoded.push(chunk.timestamp)
      this.frames.push(frame)
      this.callbacks.output(frame)
      this.dispatchEvent(new Event('dequeue'))
    }
  }
}

class FakeChunk {
  readonly timestamp: number
  readonly type: string
  readonly byteLength: number

  constructor({ timestamp, type, data }: { timestamp: number; type: string; data: Uint8Array }) {
    this.timestamp = timestamp
    this.type = type
    this.byteLength = data.length
  }
}

const stsd = box('stsd', words(0, 1), box('avc1', new Uint8Array(78), box('avcC', new Uint8Array(4))))
const INIT = box('moov', box('trak', box('mdia', box('minf', box('stbl', stsd)))))

/** One picture a fragment, 100 ms each, captured at `at` ms. */
function send(stream: FrameStream, at: number, key = false): void {
  const timing: Timing = { pts: 0, dts: 0, dur: 100_000, step: 100_000, captured_at: (at + 100) * 1000 }
  stream.decode(timing, fragment([{ ticks: 9000, key, offset: 0, bytes: [1] }]))
}

function opened(): { stream: FrameStream; decoder: FakeDecoder; broken: () => number } {
  let count = 0
  const stream = new FrameStream(() => (count += 1))
  stream.configure('avc1.4d401e', INIT)
  return { stream, decoder: FakeDecoder.made.at(-1) as FakeDecoder, broken: () => count }
}

beforeEach(() => {
  FakeDecoder.made = []
  vi.stubGlobal('VideoDecoder', FakeDecoder)
  vi.stubGlobal('EncodedVideoChunk', FakeChunk)
  vi.spyOn(performance, 'now').mockReturnValue(0)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a stream that is decoded picture by picture', () => {
  it('begins with a keyframe and dates each picture by its capture', () => {
    const { stream, decoder } = opened()
    send(stream, 900)
    send(stream, 1000, true)
    send(stream, 1100)
    decoder.work(2)
    expect(decoder.decoded).toEqual([1_000_000, 1_100_000])
  })

  it('gives the decoder only a little at once, and goes on when that is done', () => {
    const { stream, decoder } = opened()
    for (let i = 0; i < 6; i += 1) send(stream, 1000 + 100 * i, i === 0)
    expect(decoder.decodeQueueSize).toBe(3)
    decoder.work(6)
    expect(decoder.decoded).toHaveLength(6)
  })

  it('leaps to a keyframe over what a busy computer left waiting', () => {
    const { stream, decoder } = opened()
    for (let i = 0; i < 10; i += 1) send(stream, 1000 + 100 * i, i === 0 || i === 8)
    expect(stream.jumps).toBe(1)
    decoder.work(10)
    expect(decoder.decoded).toEqual([1000, 1100, 1200, 1800, 1900].map((at) => at * 1000))
  })

  it('gives out what is due, of two the older, and closes what it leaves out', () => {
    const { stream, decoder } = opened()
    for (let i = 0; i < 5; i += 1) {
      vi.mocked(performance.now).mockReturnValue(1000 + 100 * i)
      send(stream, 1000 + 100 * i, i === 0)
      decoder.work(1)
    }
    expect(stream.next(999)).toBeUndefined()
    expect(stream.next(1300)?.timestamp).toBe(1_200_000)
    expect(decoder.frames.map((frame) => frame.open)).toEqual([false, false, true, true, true])
    expect(stream.next(1399)?.timestamp).toBe(1_300_000)
    expect(stream.next(1399)).toBeUndefined()
  })

  it('holds no more pictures than a decoder can lend', () => {
    const { stream, decoder } = opened()
    for (let i = 0; i < 30; i += 1) {
      send(stream, 1000 + 100 * i, i === 0)
      decoder.work(1)
    }
    expect(decoder.frames.filter((frame) => frame.open)).toHaveLength(13)
    expect(stream.next(-1e9)).toBeDefined()
  })

  it.each([
    ['the decoder fails', (_: FrameStream, decoder: FakeDecoder) => decoder.callbacks.error()],
    ['the decoder refuses a picture', (stream: FrameStream, decoder: FakeDecoder) => {
      decoder.refuses = true
      send(stream, 2000, true)
    }],
    ['what comes is no fragment', (stream: FrameStream) => {
      stream.decode({ pts: 0, dts: 0, dur: 1, step: 1, captured_at: 0 }, new Uint8Array(20))
    }],
  ])('ends, once, when %s, and gives all pictures back', (_, harm) => {
    const { stream, decoder, broken } = opened()
    send(stream, 1000, true)
    decoder.work(1)
    harm(stream, decoder)
    harm(stream, decoder)
    expect(broken()).toBe(1)
    expect(decoder.state).toBe('closed')
    expect(decoder.frames.every((frame) => !frame.open)).toBe(true)
  })
})
