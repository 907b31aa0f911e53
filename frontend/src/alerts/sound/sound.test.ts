import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useAlerts } from '@/alerts/alerts'
import { someAlert } from '@/testing/alerts'
import { useSound } from './sound'
import { PATTERNS } from './tones'

const RATE = 8000
/** What was started on the audio clock: the length of its turn in s, whether it goes on and on, and when. */
let started: { turn: number; loop: boolean; at: number }[]
let now: number

class FakeContext {
  state = 'running'
  sampleRate = RATE
  destination = {}
  onstatechange: (() => void) | null = null
  get currentTime(): number {
    return now
  }
  createGain(): object {
    return { connect: () => undefined, gain: {} }
  }
  createBuffer(_: number, length: number): object {
    return { length, copyToChannel: () => undefined }
  }
  createBufferSource(): object {
    const node = {
      buffer: null as { length: number } | null,
      loop: false,
      connect: () => undefined,
      stop: () => undefined,
      start: (at = now) => started.push({ turn: (node.buffer?.length ?? 0) / RATE, loop: node.loop, at }),
    }
    return node
  }
}

async function told(more: Parameters<typeof someAlert>[0]): Promise<void> {
  useAlerts().apply(someAlert(more))
  useAlerts().settle()
  await nextTick()
}

beforeEach(() => {
  setActivePinia(createPinia())
  started = []
  now = 0
  vi.stubGlobal('AudioContext', FakeContext)
  useSound().start()
})
afterEach(() => vi.unstubAllGlobals())

describe('the loudspeaker', () => {
  const siren = { turn: PATTERNS[1].period, loop: true }
  const pips = { turn: PATTERNS.arrival.period, loop: false }

  it('says that a second Ⅰ has come while the first still rings, and rings on', async () => {
    await told({ id: 'first', level: 1 })
    expect(started).toEqual([{ ...siren, at: 0 }])
    now = 60
    await told({ id: 'second', level: 1 })
    expect(started.slice(1)).toEqual([
      { ...pips, at: 60 },
      { ...siren, at: 60 + PATTERNS.arrival.period },
    ])
  })

  it('says it once for those that come together', async () => {
    await told({ id: 'first', level: 1 })
    for (const id of ['a', 'b', 'c']) await told({ id, level: 1 })
    expect(started.filter((one) => one.turn === pips.turn && !one.loop)).toHaveLength(1)
  })

  it('says nothing new of a condition that pauses and goes on, nor of a lesser alert', async () => {
    await told({ id: 'first', level: 1 })
    await told({ id: 'first', level: 1, state: 'cleared_unacknowledged' })
    await told({ id: 'first', level: 1 })
    await told({ id: 'low', level: 4 })
    expect(started).toHaveLength(1)
  })
})
