import { describe, expect, it } from 'vitest'
import { nameProblem, passwordProblem } from './accountRules'

describe('a new account', () => {
  it.each([
    ['zhang.san', null],
    [' duty-1 ', null],
    ['', 'required'],
    ['张三', 'badUsername'],
    ['Duty', 'badUsername'],
    ['a', 'badUsername'],
  ])('judges the user name %s as %s', (name, problem) => expect(nameProblem(name)).toBe(problem))

  it('wants ten characters of password', () => {
    expect([passwordProblem('123456789'), passwordProblem('1234567890'), passwordProblem('')]).toEqual([
      'short',
      null,
      'required',
    ])
  })
})
