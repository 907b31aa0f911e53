import { describe, expect, it } from 'vitest'
import { pageSide, whyOld } from './whyOld'

describe('why a picture is old', () => {
  it('is that it resumes after the page had stopped it', () => {
    expect(pageSide({ asleep: true, own: -Infinity, any: 9000 }, 9000)).toBe('resuming')
  })

  it('is the page while pictures arrive that are not shown, or nothing arrives at all', () => {
    expect(pageSide({ asleep: false, own: 8000, any: 9000 }, 9000)).toBe('page')
    expect(pageSide({ asleep: false, own: 1000, any: 1000 }, 9000)).toBe('page')
  })

  it('is not known while only this picture does not come', () => {
    expect(pageSide({ asleep: false, own: 1000, any: 9000 }, 9000)).toBe('silent')
  })

  it('is the camera only when the centre says so', () => {
    expect(whyOld('offline', 'resuming')).toBe('camera')
    expect(whyOld('stale', 'page')).toBe('camera')
    expect(whyOld('online', 'silent')).toBe('silent')
    expect(whyOld('connecting', 'page')).toBe('page')
  })
})
