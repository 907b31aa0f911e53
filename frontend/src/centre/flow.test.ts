import { describe, expect, it } from 'vitest'
import type { EventMessage, Transition } from '@/centre/types'
import { silence } from './cursor'
import { EventFlow } from './flow'

const hello = (number: number): EventMessage => ({ type: 'hello', number, server_time: '', version: '' })
const event = (number: number): EventMessage => ({ type: 'event', number, event: { number } as Transition })

/** A page whose list loads when told to. */
class FakePage {
  readonly applied: (number | string)[] = []
  loads = 0
  private finish: ((ok: boolean) => void) | null = null
  readonly flow = new EventFlow({
    load: () => {
      this.loads += 1
      return new Promise<void>((resolve, reject) => {
        this.finish = (ok) => (ok ? resolve() : reject(new Error('away')))
      })
    },
    apply: (message) => this.applied.push(message.type === 'event' ? message.number : message.type),
    pause: () => Promise.resolve(),
  })

  async answer(ok = true): Promise<void> {
    this.finish?.(ok)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

describe('following the numbered events', () => {
  it('loads the lists first and then applies what came meanwhile, in order', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(7))
    void page.flow.receive(event(8))
    void page.flow.receive(event(9))
    expect(page.applied).toEqual(['hello'])
    await page.answer()
    expect(page.applied).toEqual(['hello', 8, 9])
  })

  it('loads the lists again when the centre says that it is too far behind', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(7))
    await page.answer()
    void page.flow.receive({ ...hello(5000), type: 'hello', reload: true } as EventMessage)
    expect(page.loads).toBe(2)
    expect(page.flow.query).toBe('?after=5000')
    await page.answer()
  })

  it('asks for everything after the last event when it connects again', async () => {
    const page = new FakePage()
    expect(page.flow.query).toBe('')
    void page.flow.receive(hello(7))
    await page.answer()
    void page.flow.receive(event(8))
    expect(page.flow.query).toBe('?after=8')
  })

  it('applies an event that comes twice once', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(7))
    await page.answer()
    for (const number of [8, 8, 7, 9]) void page.flow.receive(event(number))
    expect(page.applied).toEqual(['hello', 8, 9])
  })

  it('takes no offence at numbers that are not for this reader', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(7))
    await page.answer()
    void page.flow.receive(event(10))
    expect(page.loads).toBe(1)
    expect(page.applied).toEqual(['hello', 10])
  })

  it('loads the lists again from a centre that counts from lower down', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(70))
    await page.answer()
    void page.flow.receive(hello(3))
    await page.answer()
    void page.flow.receive(event(4))
    expect(page.loads).toBe(2)
    expect(page.applied).toEqual(['hello', 'hello', 4])
  })

  it('tries again when the lists cannot be loaded, and loses nothing', async () => {
    const page = new FakePage()
    void page.flow.receive(hello(7))
    void page.flow.receive(event(8))
    await page.answer(false)
    expect(page.applied).toEqual(['hello'])
    await page.answer(true)
    expect(page.applied).toEqual(['hello', 8])
  })
})

describe('a silent centre', () => {
  it('is noticed after three seconds', () => {
    expect(silence(2999, 0)).toBeNull()
    expect(silence(3000, 0)).toBe(3000)
  })
})
