import { describe, expect, it, vi } from 'vitest'
import { useSubmit } from './useSubmit'

describe('what is sent', () => {
  it('is busy until it is done, and a second tap meanwhile counts for nothing', async () => {
    const { busy, submit } = useSubmit()
    let finish = (): void => undefined
    const first = submit(() => new Promise<void>((resolve) => (finish = resolve)))
    const second = vi.fn()
    expect(busy.value).toBe(true)
    expect(await submit(second)).toBe(false)
    finish()
    expect(await first).toBe(true)
    expect(second).not.toHaveBeenCalled()
    expect(busy.value).toBe(false)
  })

  it('keeps why it failed until it is tried again', async () => {
    const { busy, error, submit } = useSubmit()
    const refused = new Error('refused')
    expect(await submit(() => Promise.reject(refused))).toBe(false)
    expect(error.value).toBe(refused)
    expect(busy.value).toBe(false)
    expect(await submit(() => undefined)).toBe(true)
    expect(error.value).toBeNull()
  })

  it('fails as well where the work throws before it waits', async () => {
    const { error, submit } = useSubmit()
    const refused = new Error('refused')
    await submit(() => {
      throw refused
    })
    expect(error.value).toBe(refused)
  })
})
