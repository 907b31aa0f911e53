import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MyTask } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import NavigationLinks from './NavigationLinks.vue'

const TASK = { position: { lon: 113.2, lat: 34.7 }, position_gcj02: { lon: 113.3, lat: 34.6 }, placed: true } as MyTask
const show = (task: MyTask) => mount(NavigationLinks, { props: { task }, global: { plugins: [i18n] } })

describe('the way to the place of a task', () => {
  beforeEach(() => {
    setLocale('zh-CN')
    localStorage.clear()
  })

  it('is offered by every map app, and by one button once an app was chosen', async () => {
    const links = show(TASK)
    expect(links.find('[data-testid=navigate]').exists()).toBe(false)
    expect(links.findAll('li').map((one) => one.text())).toEqual(['系统地图', '高德地图', '百度地图', '苹果地图'])
    await links.get('[data-testid=map-amap]').trigger('click')
    expect(links.get('[data-testid=navigate]').text()).toBe('导航 · 高德地图')
    const kept = show(TASK).get('[data-testid=navigate]')
    expect(kept.attributes('href')).toMatch(/^https:\/\/uri\.amap\.com\/.*to=113\.3/)
  })

  it('says when it leads only to the camera, and is none without a position', () => {
    expect(show({ ...TASK, placed: false }).get('summary').text()).toBe('导航到摄像机（现场位置未标定）')
    expect(show({ ...TASK, position: null }).find('a, summary').exists()).toBe(false)
  })
})
