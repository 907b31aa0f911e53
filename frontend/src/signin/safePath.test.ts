import { describe, expect, it } from 'vitest'
import { safePath } from './safePath'

describe('where signing in leads to', () => {
  it('is where one was', () => {
    expect(safePath('/incidents/42?page=2#notes')).toBe('/incidents/42?page=2#notes')
  })

  it.each([
    ['//evil.example'],
    ['/\\evil.example'],
    ['https://evil.example/'],
    ['/\t/evil.example'],
    [['/a', '/b']],
    [undefined],
  ])('is never another site: %s', (wanted) => expect(safePath(wanted)).toBe('/'))

  it('is never the sign-in page again', () => {
    expect(safePath('/login?next=/map')).toBe('/')
  })
})
