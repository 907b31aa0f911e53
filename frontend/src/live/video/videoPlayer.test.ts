import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FragmentHeader, InitHeader } from '@/live/protocol'
import { VideoPlayer } from './videoPlayer'

/** A SourceBuffer that records what it is given and finishes when told. */
class FakeBuffer extends EventTarget {
  updating = false
  mode = ''
  timestampOffset = 0
  full = false
  readonly appended: { offset: number; bytes: number[] }[] = []
  readonly types: string[] = []

  appendBuffer(data: Uint8Array): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError')
    this.updating = true
    this.appended.push({ offset: this.timestampOffset, bytes: [...data] })
  }

  changeType(mime: string): void {
    this.types.push(mime)
  }

  finish(): void {
    this.updating = false
    this.dispatchEvent(new Event('updateend'))
  }
}

class FakeMediaSource extends EventTarget {
  static made: FakeMediaSource[] = []
  static isTypeSupported = (): boolean => true
  readonly buffer = new FakeBuffer()

  constructor() {
    super()
    FakeMediaSource.made.push(this)
  }

  addSourceBuffer(mime: string): FakeBuffer {
    this.buffer.types.push(mime)
    return this.buffer
  }

  open(): FakeBuffer {
    this.dispatchEvent(new Event('sourceopen'))
    return this.buffer
  }
}

const init = (id: string, codec = 'avc1.4d401e'): InitHeader => ({
  t: 'init',
  camera: 'c',
  stream: 'sub',
  init_id: id,
  codec,
  width: 640,
  height: 360,
})
const frag = (id: string, pts: number): FragmentHeader => ({
  t: 'frag',
  camera: 'c',
  stream: 'sub',
  init_id: id,
  key: false,
  pts: pts * 1e6,
  dts: pts * 1e6,
  step: 0.04e6,
  dur: 0.2e6,
  captured_at: 0,
})
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values)

beforeEach(() => {
  FakeMediaSource.made = []
  vi.stubGlobal('MediaSource', FakeMediaSource)
  URL.createObjectURL = () => 'blob:fake'
})
afterEach(() => vi.unstubAllGlobals())

function opened(): { player: VideoPlayer; buffer: FakeBuffer; restarts: () => number } {
  let restarts = 0
  const player = new VideoPlayer({ restart: () => (restarts += 1), first: () => undefined })
  player.accept(init('i'), bytes(0))
  const buffer = (FakeMediaSource.made[0] as FakeMediaSource).open()
  return { player, buffer, restarts: () => restarts }
}

describe('the player of a tile', () => {
  it('appends the init segment first and fragments in order, one at a time', () => {
    const { player, buffer } = opened()
    player.append(frag('i', 10), bytes(1))
    player.append(frag('i', 10.2), bytes(2))
    expect(buffer.appended).toHaveLength(1)
    buffer.finish()
    expect(buffer.appended.map((each) => each.bytes)).toEqual([[0], [1, 2]])
    expect(buffer.appended[1]?.offset).toBeCloseTo(-10)
  })

  it('leaves out fragments before their init segment', () => {
    const { player, buffer } = opened()
    player.append(frag('other', 10), bytes(1))
    buffer.finish()
    expect(buffer.appended).toHaveLength(1)
  })

  it('continues the timeline over a new init segment, and changes the codec', () => {
    const { player, buffer } = opened()
    player.append(frag('i', 10), bytes(1))
    player.accept(init('j', 'avc1.640028'), bytes(7))
    player.append(frag('j', 0), bytes(2))
    for (let i = 0; i < 4; i += 1) buffer.finish()
    expect(buffer.appended.map((each) => each.bytes)).toEqual([[0], [1], [7], [2]])
    expect(buffer.appended[3]?.offset).toBeCloseTo(0.2)
    expect(buffer.types).toEqual(['video/mp4; codecs="avc1.4d401e"', 'video/mp4; codecs="avc1.640028"'])
  })

  it('starts afresh when the buffer is full, and asks for the stream again', () => {
    const { player, buffer, restarts } = opened()
    buffer.full = true
    player.append(frag('i', 10), bytes(1))
    buffer.finish()
    expect(restarts()).toBe(1)
    expect(player.counts.rebuilds).toBe(1)
    player.accept(init('i'), bytes(0))
    expect(FakeMediaSource.made).toHaveLength(2)
  })

  it('starts afresh when the element fails, but not after it was closed', () => {
    const { player, restarts } = opened()
    player.element.dispatchEvent(new Event('error'))
    expect(restarts()).toBe(1)
    player.close()
    player.element.dispatchEvent(new Event('error'))
    expect(restarts()).toBe(1)
  })

  it('leaves a jump the time to end, and tries again where it never will', () => {
    vi.useFakeTimers()
    const { player, buffer } = opened()
    buffer.finish()
    const video = player.element
    const places: number[] = []
    Object.defineProperties(video, {
      buffered: { configurable: true, value: { length: 1, start: () => 17.000001, end: () => 44 } },
      seeking: { configurable: true, value: true },
      currentTime: { configurable: true, get: () => 17, set: (to: number) => places.push(to) },
    })
    video.play = () => Promise.resolve()
    const tendAfter = (milliseconds: number): void => {
      vi.advanceTimersByTime(milliseconds)
      player.tend()
    }
    tendAfter(0)
    expect(places[0]).toBeCloseTo(17.001001, 6)
    tendAfter(3000)
    expect(places).toHaveLength(1)
    tendAfter(4000)
    expect(places).toHaveLength(2)
    vi.useRealTimers()
  })

  it('never counts frames back when some turn out to have been dropped', () => {
    const { player } = opened()
    const quality = vi
      .fn()
      .mockReturnValueOnce({ totalVideoFrames: 400, droppedVideoFrames: 0 })
      .mockReturnValueOnce({ totalVideoFrames: 401, droppedVideoFrames: 3 })
      .mockReturnValueOnce({ totalVideoFrames: 410, droppedVideoFrames: 3 })
    player.element.getVideoPlaybackQuality = quality
    expect([player.frames(), player.frames(), player.frames()]).toEqual([400, 400, 407])
  })

  it('hands its video element on to the next player', () => {
    const { player } = opened()
    player.close()
    expect(new VideoPlayer({ restart: () => undefined, first: () => undefined }).element).toBe(player.element)
  })
})
