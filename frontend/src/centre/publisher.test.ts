import { describe, expect, it } from 'vitest'
import { Publisher } from './publisher'

describe('a message of the centre', () => {
  it('reaches those who subscribed to its kind, in the order in which they did, and nobody else', () => {
    const publisher = new Publisher()
    const heard: string[] = []
    publisher.subscribe('ping', () => heard.push('first'))
    publisher.subscribe('hello', () => heard.push('other'))
    publisher.subscribe('ping', ({ server_time }) => heard.push(server_time))
    publisher.publish({ type: 'ping', server_time: '2026-11-23T08:00:00Z' })
    publisher.publish({ type: 'cameras_changed' })
    expect(heard).toEqual(['first', '2026-11-23T08:00:00Z'])
  })
})

describe('the lists', () => {
  it('are loaded anew all together, and one that fails fails them all', async () => {
    const publisher = new Publisher()
    const loaded: string[] = []
    publisher.onReload(async () => loaded.push('alerts'))
    publisher.onReload(async () => loaded.push('cameras'))
    await publisher.reload()
    expect(loaded).toEqual(['alerts', 'cameras'])
    publisher.onReload(() => Promise.reject(new Error('away')))
    await expect(publisher.reload()).rejects.toThrow('away')
  })
})
