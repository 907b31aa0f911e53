import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n, setLocale } from '@/i18n'
import ClipPlayer from './ClipPlayer.vue'

const from = Date.parse('2026-11-23T07:42:00Z')
let answer: () => Response | Promise<Response>

async function play(open = false) {
  const player = mount(ClipPlayer, {
    props: { camera: 'river-01', from, to: from + 60_000, start: from + 10_000, open },
    global: { plugins: [createPinia(), i18n] },
  })
  await flushPromises()
  return player
}

describe('playing a clip', () => {
  beforeEach(() => {
    setLocale('en')
    vi.stubGlobal('fetch', async () => answer())
  })
  afterEach(() => vi.unstubAllGlobals())

  it('says that a recording has expired', async () => {
    answer = () => new Response('{}', { status: 410 })
    expect((await play()).text()).toContain('has expired and was deleted')
  })

  it('says that nothing was recorded', async () => {
    answer = () => new Response('{}', { status: 404 })
    expect((await play()).text()).toContain('Nothing was recorded')
  })

  it('can be tried again when the centre does not answer', async () => {
    answer = () => Promise.reject(new TypeError('no network'))
    const player = await play()
    expect(player.text()).toContain('cannot be reached')
    answer = () => new Response('{}', { status: 404 })
    await player.findAll('button').find((button) => button.text() === 'Try again')?.trigger('click')
    await flushPromises()
    expect(player.text()).toContain('Nothing was recorded')
  })

  it('shows the absolute time of the picture from where the clip really starts', async () => {
    answer = () => new Response('x', { status: 206, headers: { 'x-clip-start': '2026-11-23T07:41:58Z' } })
    const player = await play()
    expect(player.get('.stamp').text()).toBe('2026-11-23 15:41:58 Beijing time')
  })

  it('offers newer pictures while the recording goes on', async () => {
    answer = () => new Response('x', { status: 206 })
    const player = await play(true)
    await player.findAll('button').find((button) => button.text() === 'Load newer pictures')?.trigger('click')
    expect(player.emitted('newer')).toHaveLength(1)
  })

  it('says so when the browser cannot decode it', async () => {
    answer = () => new Response('x', { status: 206 })
    const player = await play()
    await player.get('video').trigger('error')
    expect(player.text()).toContain('The recording cannot be played')
  })
})
