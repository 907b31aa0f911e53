import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { NetworkError, RequestError } from '@/centre/client'
import { setLocale } from '@/i18n'
import ModalForm from './ModalForm.vue'

const both = (zh: string): { zh: string; en: string } => ({ zh, en: zh })
const refused = new RequestError(422, 'invalid_input', both('输入有误'), {
  unit: both('请选择队伍或人员'),
  'title.zh': both('不能为空'),
  revision: both('已被他人修改'),
})
const fields = `
  <label class="field"><span>任务</span><input name="title" /></label>
  <label class="field"><span>队伍</span><select name="unit"><option value="a">a</option></select></label>
  <label class="field"><span>说明</span><input name="detail" /></label>`

async function open(error: unknown) {
  const page = mount(ModalForm, {
    props: { title: '下达任务', submit: '下达', error },
    slots: { default: () => null },
    attachTo: document.body,
    global: { stubs: {} },
  })
  page.find('form').element.insertAdjacentHTML('afterbegin', fields)
  await page.setProps({ error: null })
  await page.setProps({ error })
  await flushPromises()
  return page
}
const invalid = (page: Awaited<ReturnType<typeof open>>): (string | null)[] =>
  [...page.element.querySelectorAll('[aria-invalid=true]')].map((one) => one.getAttribute('name'))

beforeEach(() => setLocale('zh-CN'))

it('a refused form marks its wrong fields and says what each lacks', async () => {
  const page = await open(refused)
  expect(invalid(page).sort()).toEqual(['title', 'unit'])
  expect(page.findAll('[data-testid=field-problem]').map((one) => one.text())).toEqual([
    '队伍：请选择队伍或人员', '任务：不能为空', '已被他人修改',
  ])
  expect(['title', 'unit']).toContain(document.activeElement?.getAttribute('name'))
  page.unmount()
})

it('a mark goes once its field is touched', async () => {
  const page = await open(refused)
  await page.find('[name=title]').trigger('input')
  expect(invalid(page)).toEqual(['unit'])
  page.unmount()
})

it('a failure that is about no field marks none', async () => {
  const page = await open(new NetworkError(null))
  expect(invalid(page)).toEqual([])
  expect(page.text()).toContain('无法连接服务器')
  page.unmount()
})
