import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useOne } from './useOne'

interface Thing {
  name: string
}
let asked: { url: string; answer: (thing: Thing) => void; fail: () => void }[]
const scope = effectScope(true)

beforeEach(() => {
  asked = []
  vi.stubGlobal(
    'fetch',
    (url: string, { signal }: RequestInit) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
        asked.push({
          url,
          answer: (thing) => resolve(new Response(JSON.stringify(thing), { status: 200 })),
          fail: () => reject(new TypeError('no network')),
        })
      }),
  )
})
afterEach(() => vi.unstubAllGlobals())

describe('one thing of the centre', () => {
  it('is emptied for another, and an answer to the question before comes too late', async () => {
    const id = ref('a')
    const { one } = scope.run(() => useOne<Thing>(() => `/things/${id.value}`))!
    asked[0]!.answer({ name: 'A' })
    await flushPromises()
    expect(one.value).toEqual({ name: 'A' })
    id.value = 'b'
    await flushPromises()
    expect(one.value).toBeNull()
    id.value = 'c'
    await flushPromises()
    asked[1]!.answer({ name: 'B' })
    asked[2]!.answer({ name: 'C' })
    await flushPromises()
    expect([one.value, asked.map((each) => each.url)]).toEqual([
      { name: 'C' },
      ['/api/things/a', '/api/things/b', '/api/things/c'],
    ])
  })

  it('stays as it was when a reload fails, and says why', async () => {
    const { one, error, loading, reload } = scope.run(() => useOne<Thing>(() => '/things/a'))!
    asked[0]!.answer({ name: 'A' })
    await flushPromises()
    void reload()
    asked[1]!.fail()
    await flushPromises()
    expect([one.value?.name, (error.value as Error).name, loading.value]).toEqual(['A', 'NetworkError', false])
  })
})
