import { describe, expect, it } from 'vitest'
import { avcConfiguration, samplesOf } from './fmp4'
import { box, fragment, words } from '@/testing/fragments'

describe('the samples of a fragment', () => {
  it('are its pictures with what is said of each, times from the first in decoding order on', () => {
    const made = fragment([
      { ticks: 7200, key: true, offset: 3600, bytes: [1, 2] },
      { ticks: 7200, key: false, offset: -1800, bytes: [3] },
    ])
    const samples = samplesOf(made)
    expect(samples.map(({ key, data }) => [key, [...data]])).toEqual([[true, [1, 2]], [false, [3]]])
    expect(samples.map(({ at }) => at)).toEqual([40_000, 60_000])
  })

  it('are read where they lie in a larger buffer', () => {
    const made = fragment([{ ticks: 1, key: true, offset: 0, bytes: [9] }])
    const around = new Uint8Array(made.length + 7)
    around.set(made, 7)
    expect([...(samplesOf(around.subarray(7))[0]?.data ?? [])]).toEqual([9])
  })

  it('are refused where the bytes are something else, or end early', () => {
    const made = fragment([{ ticks: 1, key: true, offset: 0, bytes: [9, 9, 9] }])
    expect(() => samplesOf(made.slice(0, -1))).toThrow(RangeError)
    expect(() => samplesOf(new Uint8Array(40))).toThrow('no box moof')
    expect(() => samplesOf(box('moof', box('traf', box('trun', words(0x301, 0, 0)))))).toThrow('without all fields')
  })
})

describe('the configuration of a decoder', () => {
  const entry = (...boxes: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> => {
    const stsd = box('stsd', words(0, 1), box('avc1', new Uint8Array(78), ...boxes))
    return box('moov', box('mvhd'), box('trak', box('mdia', box('minf', box('stbl', stsd)))))
  }

  it('is the avcC record of the init segment', () => {
    expect([...avcConfiguration(entry(box('avcC', new Uint8Array([1, 100, 0, 31]))))]).toEqual([1, 100, 0, 31])
  })

  it('is refused where there is none', () => {
    expect(() => avcConfiguration(entry())).toThrow('no box avcC')
  })
})
