import { beforeEach, expect, it } from 'vitest'
import { setLocale } from '@/i18n'
import { actWords, factWords } from './journal'

beforeEach(() => setLocale('zh-CN'))

it('a row of the journal is told in words, with where failures came from', () => {
  const sources = ['10.0.0.9 ×3']
  expect(factWords({ facts: { failures: '3' }, sources })).toBe('3 次 · 10.0.0.9 ×3')
  expect(factWords({ facts: { role: 'viewer', disabled: 'True' }, sources: [] })).toBe('角色 观察员 · 停用 是')
})

it('an act without words shows its code, not nothing', () => {
  expect([actWords('signed_in'), actWords('something_new')]).toEqual(['登录', 'something_new'])
})
