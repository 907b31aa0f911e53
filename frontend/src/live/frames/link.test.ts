import { describe, expect, it } from 'vitest'
import type { FragmentHeader, InitHeader } from '@/live/protocol'
import { FramePlayer } from './framePlayer'
import { DecoderLink } from './link'
import type { Order, Report } from './messages'
import { pace } from './pace'

class FakeWorker {
  readonly orders: Order[] = []
  onmessage: (event: { data: Report }) => void = () => undefined
  onerror: () => void = () => undefined
  ended = false

  postMessage(order: Order): void {
    this.orders.push(order)
  }

  terminate(): void {
    this.ended = true
  }
}

const init = (id: string): InitHeader => ({
  t: 'init',
  camera: 'c',
  stream: 'sub',
  init_id: id,
  codec: 'avc1.4d401e',
  width: 640,
  height: 360,
})
const frag = (id: string): FragmentHeader => ({
  t: 'frag',
  camera: 'c',
  stream: 'sub',
  init_id: id,
  key: true,
  pts: 3,
  dts: 2,
  step: 80,
  dur: 160,
  captured_at: 7,
})

function playing(): { player: FramePlayer; workers: FakeWorker[]; restarts: () => number; firsts: () => number } {
  const workers: FakeWorker[] = []
  const link = new DecoderLink(() => {
    workers.push(new FakeWorker())
    return workers.at(-1) as unknown as Worker
  })
  let [restarts, firsts] = [0, 0]
  const player = new FramePlayer({ restart: () => (restarts += 1), first: () => (firsts += 1) }, link)
  player.accept(init('a'), new Uint8Array([1]))
  return { player, workers, restarts: () => restarts, firsts: () => firsts }
}

const picture = (stream: number, capturedAt: number): Report => {
  return {
    report: 'pictures',
    pictures: [{ stream, width: 2, height: 1, capturedAt, jumps: 3, pixels: new ArrayBuffer(8) }],
  }
}

describe('a player that draws what the decoding thread decodes', () => {
  it('hands on what belongs to its init segment, with its times', () => {
    const { player, workers } = playing()
    player.append(frag('other'), new Uint8Array([2]))
    player.append(frag('a'), new Uint8Array([3]))
    const orders = workers[0]?.orders ?? []
    expect(orders.map((order) => order.order)).toEqual(['configure', 'decode'])
    expect(orders[1]).toEqual({
      order: 'decode',
      stream: 1,
      timing: { pts: 3, dts: 2, dur: 160, step: 80, captured_at: 7 },
      fragment: new Uint8Array([3]),
    })
  })

  it('shows pictures, says when the first stood, and gives their buffers back', () => {
    const { player, workers, firsts } = playing()
    workers[0]?.onmessage({ data: picture(1, 1234) })
    workers[0]?.onmessage({ data: picture(1, 1300) })
    expect([player.frames(), player.shownCapturedAt(), player.counts.jumps, firsts()]).toEqual([2, 1300, 3, 1])
    expect([player.element.width, player.element.height]).toEqual([2, 1])
    expect(workers[0]?.orders.filter((order) => order.order === 'reuse')).toHaveLength(2)
  })

  it('asks for the stream again when it broke, and shows nothing that still comes of it', () => {
    const { player, workers, restarts } = playing()
    workers[0]?.onmessage({ data: { report: 'broken', stream: 1 } })
    expect(restarts()).toBe(1)
    player.accept(init('a'), new Uint8Array([1]))
    workers[0]?.onmessage({ data: picture(1, 1234) })
    expect(player.frames()).toBe(0)
    workers[0]?.onmessage({ data: picture(2, 1234) })
    expect(player.frames()).toBe(1)
  })

  it('begins with another thread where one died', () => {
    const { player, workers, restarts } = playing()
    workers[0]?.onerror()
    expect([workers[0]?.ended, restarts()]).toEqual([true, 1])
    player.accept(init('a'), new Uint8Array([1]))
    expect(workers[1]?.orders.at(-1)?.order).toBe('configure')
  })
})

describe('the pace of looking for pictures', () => {
  it('is that of the quickest stream, within bounds', () => {
    expect(pace([])).toBe(0)
    expect(pace([0, 80, 40])).toBe(40)
    expect(pace([1000])).toBe(200)
    expect(pace([5])).toBe(33)
  })
})
