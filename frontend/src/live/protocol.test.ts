import { describe, expect, it } from 'vitest'
import { buildLive } from '@/testing/liveMessages'
import { parseLive, playableCodecs } from './protocol'

describe('messages of the live socket', () => {
  it('carry a header and bytes', () => {
    const header = { t: 'jpeg', camera: '河道-1', stream: 'jpeg', captured_at: 12 } as const
    const message = parseLive(buildLive(header, new Uint8Array([1, 2, 3])))
    expect(message.header).toEqual(header)
    expect([...message.payload]).toEqual([1, 2, 3])
  })

  it('that are cut short are refused', () => {
    expect(() => parseLive(new Uint8Array([0, 0, 0, 99, 123]).buffer)).toThrow(RangeError)
  })

  it('tell the centre which codecs this browser plays', () => {
    expect(playableCodecs((mime) => mime.includes('avc1'))).toEqual(['avc1'])
    expect(playableCodecs(() => false)).toEqual([])
  })
})
