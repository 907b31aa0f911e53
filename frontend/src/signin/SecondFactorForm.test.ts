import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n, setLocale } from '@/i18n'
import SecondFactorForm from './SecondFactorForm.vue'

const DRAFT = { secret: 'ABCDEFGHIJKLMNOP', uri: 'otpauth://', picture: 'data:image/svg+xml,' }
const CODES = ['AAAA-BBBB-CCCC-DDDD', 'EEEE-FFFF-GGGG-HHHH']
let answers: Response[]
let asked: [string, unknown][]

function open(mode: 'set' | 'codes' | 'off', enrolled: boolean): VueWrapper {
  return mount(SecondFactorForm, { props: { mode, enrolled }, global: { plugins: [createPinia(), i18n] } })
}

async function give(page: VueWrapper, ...words: string[]): Promise<void> {
  const fields = page.findAll('input')
  for (const [place, word] of words.entries()) await fields[place]!.setValue(word)
  await page.get('form').trigger('submit')
  await flushPromises()
}

describe('a second factor of one\'s own', () => {
  beforeEach(() => {
    setLocale('en')
    asked = []
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push([url, JSON.parse(String(init.body))])
      return answers.shift()!
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is set up by the password and a first code, and shows its recovery codes once', async () => {
    answers = [DRAFT, { codes: CODES }].map((body) => new Response(JSON.stringify(body), { status: 201 }))
    const page = open('set', false)
    await give(page, 'secret')
    expect(page.get('[data-testid=secret]').text()).toBe('ABCD EFGH IJKL MNOP')
    expect(page.get('img').attributes('src')).toBe(DRAFT.picture)
    await give(page, '123456')
    expect(page.findAll('li').map((line) => line.text())).toEqual(CODES)
    expect(page.get('a[download]').attributes('href')).toContain(CODES[1])
    expect([page.emitted('codes')?.length, page.emitted('done')]).toEqual([1, undefined])
    await page.get('button.primary').trigger('click')
    expect(page.emitted('done')).toHaveLength(1)
    expect(asked).toEqual([
      ['/api/second-factor', { present: 'secret', code: '' }],
      ['/api/second-factor/confirmation', { code: '123456' }],
    ])
  })

  it('stays at the picture after a wrong first code', async () => {
    const error = { code: 'wrong_code', message: { zh: '验证码不对', en: 'The code is wrong' } }
    answers = [
      new Response(JSON.stringify(DRAFT), { status: 201 }),
      new Response(JSON.stringify({ error }), { status: 422 }),
    ]
    const page = open('set', false)
    await give(page, 'secret')
    await give(page, '000000')
    expect(page.get('[role=alert]').text()).toBe('The code is wrong')
    expect(page.text()).not.toContain('Enter the code')
    expect(page.find('img').exists()).toBe(true)
  })

  it('is replaced by password and code, and asks for nothing by an empty form', async () => {
    answers = [new Response(JSON.stringify(DRAFT), { status: 201 })]
    const page = open('set', true)
    await give(page)
    expect(page.text()).toContain('Enter the code')
    expect(asked).toEqual([])
    await give(page, 'secret', '123456')
    expect(asked).toEqual([['/api/second-factor', { present: 'secret', code: '123456' }]])
  })

  it.each([
    ['codes', ['123456'], '/api/second-factor/recovery-codes', { code: '123456' }],
    ['off', ['secret', '123456'], '/api/second-factor/removal', { present: 'secret', code: '123456' }],
  ] as const)('asks for %s what proves the person', async (mode, words, url, body) => {
    answers = [mode === 'off' ? new Response(null, { status: 204 }) : new Response(JSON.stringify({ codes: CODES }))]
    await give(open(mode, true), ...words)
    expect(asked).toEqual([[url, body]])
  })
})
