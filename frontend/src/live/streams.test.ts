import { describe, expect, it } from 'vitest'
import type { CameraState, StreamFacts } from '@/centre/types'
import { codecName, gopTooLong, rounded, streamsOf } from './streams'

const facts = (gop: number | null): StreamFacts => ({
  codec: 'h264',
  width: 640,
  height: 360,
  fps: 12.5,
  gop_seconds: gop,
  bitrate: null,
})

describe('figures of a stream', () => {
  it('names codecs as the trade does', () => {
    expect([codecName('hevc'), codecName('h264'), codecName('vp9')]).toEqual(['H.265', 'H.264', 'VP9'])
  })

  it('warns beyond four seconds between keyframes, and not where nothing is known', () => {
    expect([gopTooLong(facts(4)), gopTooLong(facts(10)), gopTooLong(facts(null))]).toEqual([false, true, false])
  })

  it('drops digits that say nothing', () => {
    expect([rounded(25), rounded(12.5), rounded(12.4999)]).toEqual(['25', '12.5', '12.5'])
  })

  it('lists the streams that are known', () => {
    const state = { streams: { main: facts(2) } } as unknown as CameraState
    expect(streamsOf(state).map((stream) => stream.name)).toEqual(['main'])
  })
})
