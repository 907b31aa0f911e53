import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { useSession } from './session'

afterEach(() => vi.unstubAllGlobals())

it('takes tasks and notes off the phone at sign-out, and leaves what was not sent', async () => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }))
  for (const name of ['respond.tasks.u1', 'respond.notes.u1', 'respond.steps.u2']) localStorage.setItem(name, '[]')
  localStorage.setItem('locale', 'en')
  await useSession().signOut()
  expect(Object.keys(localStorage).toSorted()).toEqual(['locale', 'respond.steps.u2'])
})
