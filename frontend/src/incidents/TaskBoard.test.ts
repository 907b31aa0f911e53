import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useSession } from '@/centre/session'
import type { IncidentDetail, Role, User } from '@/centre/types'
import { i18n, setLocale } from '@/i18n'
import TaskBoard from './TaskBoard.vue'

const TASK = {
  id: 't',
  state: 'assigned',
  title: { zh: '扑打火头', en: 'Fight the fire' },
  unit: 'fire',
  unit_name: { zh: '消防队', en: 'Fire team' },
  state_since: '2026-11-23T07:00:00Z',
  due_at: null,
  on_scene_at: null,
}
const INCIDENT = { id: 'i', plan: 'p', tasks: 1, tasks_open: 1, task_list: [TASK] } as unknown as IncidentDetail
const ANSWERS: Record<string, unknown> = {
  '/api/crew': { units: [{ id: 'fire', name: TASK.unit_name, phone: '000 0000 0101' }], people: [] },
  '/api/incidents/i/plans': [{ id: 'p', phones: [{ name: { zh: '火警', en: 'Fire' }, phone: '119' }] }],
}

async function show(role: Role, answers = ANSWERS, incident = INCIDENT, over = false) {
  useSession().user = { id: 'u', role } as User
  vi.stubGlobal('fetch', (url: string) => {
    const answer = answers[new URL(url, 'http://centre').pathname]
    return Promise.resolve(new Response(JSON.stringify(answer ?? {}), { status: answer ? 200 : 500 }))
  })
  const board = mount(TaskBoard, { props: { incident, over }, global: { plugins: [i18n] } })
  await flushPromises()
  return board
}

describe('the tasks of an incident', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    setLocale('zh-CN')
  })
  afterEach(() => vi.unstubAllGlobals())

  it('show the number of each unit, and after its opening those of the plan, for a tap to dial', async () => {
    const board = await show('duty_officer')
    expect(board.get('[data-testid=task-t] a').attributes('href')).toBe('tel:00000000101')
    expect(board.get('[data-testid=plan-phones]').text()).toMatch(/火警\s+119/)
    expect(board.get('[data-testid=plan-phones] a').attributes('href')).toBe('tel:119')
  })

  it('say so when the numbers could not be read', async () => {
    expect((await show('duty_officer', {})).text()).toContain('队伍电话没有取到')
  })

  it('await nothing, and call nothing late, once the incident is over', async () => {
    const due = { ...INCIDENT, task_list: [{ ...TASK, due_at: '2026-11-23T07:30:00Z' }] } as unknown as IncidentDetail
    expect((await show('viewer', {}, due)).find('.late').exists()).toBe(true)
    expect((await show('viewer', {}, due, true)).find('.late').exists()).toBe(false)
  })

  it('ask for no numbers for somebody who calls nobody', async () => {
    const board = await show('viewer', {})
    expect(board.text()).not.toContain('队伍电话没有取到')
  })
})
