import { beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from '@/centre/types'
import { setLocale } from '@/i18n'
import { someAlert } from '@/testing/alerts'
import { byPerson, isUnderWay, reachedAt } from './byPerson'
import { stepWords } from './nextStep'

const AT = '2026-11-23T07:45:00.000Z'
const before = (seconds: number): number => Date.parse(AT) - seconds * 1000
const call = { at: AT, who: 'duty_leader' as const, round: 1 }

describe('the next step of an alert', () => {
  beforeEach(() => setLocale('zh-CN'))

  it('counts down to who is called, in which round', () => {
    expect(stepWords(someAlert({ next_step: call }), before(61))).toEqual({
      text: '再过 01:01 呼叫带班领导（第 1 轮）',
      late: false,
    })
  })

  it('is a reminder after the last round', () => {
    expect(stepWords(someAlert({ next_step: { at: AT, who: 'everybody', round: null } }), before(9))?.text).toBe(
      '再过 00:09 再次提醒全体值守人员',
    )
  })

  it('says what becomes of a taken and of a shelved one', () => {
    const none = { at: AT, who: null, round: null }
    expect(stepWords(someAlert({ state: 'acknowledged', next_step: none }), before(60))?.text).toContain(
      '未决定将恢复为待处置',
    )
    expect(stepWords(someAlert({ state: 'shelved', next_step: none }), before(60))?.text).toContain('搁置到期')
  })

  it('is at work for a moment, and late after that', () => {
    expect(stepWords(someAlert({ next_step: call }), before(-2))).toEqual({ text: '正在呼叫带班领导…', late: false })
    expect(stepWords(someAlert({ next_step: call }), before(-12))).toEqual({
      text: '应已呼叫带班领导，已晚 00:12',
      late: true,
    })
  })

  it('is nothing once it is decided, and speaks English when the page does', () => {
    setLocale('en')
    expect(stepWords(someAlert({ state: 'confirmed' }), 0)).toBeNull()
    expect(stepWords(someAlert({ next_step: call }), before(61))?.text).toBe('In 01:01: duty leader called (round 1)')
  })
})

function delivery(more: Partial<Delivery>): Delivery {
  return {
    id: 'd',
    name: '王五',
    role: 'duty_officer',
    channel: 'in_app',
    topic: 'alert',
    state: 'queued',
    attempts: 0,
    queued_at: AT,
    sent_at: null,
    delivered_at: null,
    failed_at: null,
    next_attempt_at: null,
    reason: null,
    detail: null,
    ...more,
  }
}

describe('deliveries', () => {
  it('stand by person and channel, the last of each', () => {
    const told = byPerson([
      delivery({ id: '1' }),
      delivery({ id: '2', channel: 'sms', state: 'failed' }),
      delivery({ id: '3', state: 'delivered' }),
      delivery({ id: '4', name: 'county', role: null, channel: 'county' }),
    ])
    expect(
      told.map((one) => [one.name, ...one.ways.map((way) => `${way.channel} ${way.last.id} ×${way.times}`)]),
    ).toEqual([
      ['王五', 'in_app 3 ×2', 'sms 2 ×1'],
      ['county', 'county 4 ×1'],
    ])
  })

  it('carry the moment they got as far as they did', () => {
    const failed = delivery({ state: 'failed', failed_at: '2026-11-23T08:00:00Z' })
    expect([
      reachedAt(failed),
      reachedAt(delivery({})),
      isUnderWay(failed),
      isUnderWay(delivery({ state: 'sent' })),
    ]).toEqual(['2026-11-23T08:00:00Z', AT, false, true])
  })
})
