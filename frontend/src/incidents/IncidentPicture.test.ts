import { shallowMount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { IncidentDetail } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import HotspotCameras from './HotspotCameras.vue'
import IncidentPicture from './IncidentPicture.vue'
import IncidentVideo from './IncidentVideo.vue'

const show = (over: boolean) =>
  shallowMount(IncidentPicture, {
    props: { incident: { id: 'i' } as IncidentDetail, over },
    global: { plugins: [createPinia(), i18n] },
  })

describe('the pictures of an incident', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('are live while it goes on', () => {
    expect(show(false).findComponent(HotspotCameras).exists()).toBe(true)
  })

  it('play nothing, and put no viewing on record, once it is over, before somebody asks', async () => {
    const page = show(true)
    expect(page.findComponent(HotspotCameras).exists()).toBe(false)
    expect(page.findComponent(IncidentVideo).exists()).toBe(false)
    await page.get('[data-testid=show-recording]').trigger('click')
    expect(page.findComponent(IncidentVideo).exists()).toBe(true)
  })
})
