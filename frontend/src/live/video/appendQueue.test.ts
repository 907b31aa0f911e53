import { describe, expect, it } from 'vitest'
import { AppendQueue, type Append } from './appendQueue'

const media = (offset: number, ...bytes: number[]): Append => ({ kind: 'media', offset, data: new Uint8Array(bytes) })
const init = (...bytes: number[]): Append => ({ kind: 'init', mime: 'video/mp4', data: new Uint8Array(bytes) })

describe('the queue before a SourceBuffer', () => {
  it('hands waiting fragments of one offset over in one piece', () => {
    const queue = new AppendQueue()
    queue.push(media(0, 1))
    queue.push(media(0, 2, 3))
    expect(queue.take()).toEqual(media(0, 1, 2, 3))
    expect(queue.empty).toBe(true)
  })

  it('never joins across an init segment or a new offset', () => {
    const queue = new AppendQueue()
    for (const item of [init(9), media(0, 1), media(5, 2), init(8), media(5, 3)]) queue.push(item)
    const taken = [1, 2, 3, 4, 5].map(() => queue.take())
    expect(taken).toEqual([init(9), media(0, 1), media(5, 2), init(8), media(5, 3)])
    expect(queue.take()).toBeUndefined()
  })

  it('says when far too much waits, and forgets it when cleared', () => {
    const queue = new AppendQueue()
    queue.push({ kind: 'media', offset: 0, data: new Uint8Array(4_000_001) })
    expect(queue.overflowing).toBe(true)
    queue.clear()
    expect(queue.overflowing).toBe(false)
  })
})
