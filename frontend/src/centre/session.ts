import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, RequestError } from './client'
import type { Role, SecondStep, Session, User } from '@/centre/types'

/**
 * A phone may change hands: tasks and what was typed to them do not stay after signing out. Steps that could not be
 * sent yet stay until their person signs in again.
 */
function forgetTasks(): void {
  const gone = Object.keys(localStorage).filter((name) => /^respond\.(tasks|notes)\./.test(name))
  gone.forEach((name) => localStorage.removeItem(name))
}

/**
 * Who is signed in. `ended` means: was signed in, and the centre does not know it any more; the page stays as it is.
 */
export const useSession = defineStore('session', () => {
  const user = ref<User | null>(null)
  const ended = ref(false)
  const known = ref(false)
  /** Somebody else made the password: the centre accepts nothing but a new one. */
  const mustChange = ref(false)
  /** The role needs a second factor: the centre accepts nothing but setting it up. */
  const mustEnrol = ref(false)

  async function load(): Promise<User | null> {
    try {
      accept(await api.get<Session>('/sessions/current'))
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 401) throw error
    }
    known.value = true
    return user.value
  }

  function accept(session: Session): void {
    user.value = session.user
    mustChange.value = session.must_change
    mustEnrol.value = session.must_enrol
    ended.value = false
    known.value = true
  }

  /** Null once signed in; else what `secondStep` wants besides the code that the centre waits for. */
  async function signIn(username: string, password: string): Promise<string | null> {
    const answer = await api.post<Session | SecondStep>('/sessions', { username, password })
    if ('token' in answer) return answer.token
    accept(answer)
    return null
  }

  async function secondStep(token: string, code: string): Promise<void> {
    accept(await api.post<Session>('/sessions/second-step', { token, code }))
  }

  async function signOut(): Promise<void> {
    await api.delete('/sessions/current')
    leave()
  }

  /** The session has been ended by this page. */
  function leave(): void {
    forgetTasks()
    user.value = null
  }

  function lose(): void {
    if (user.value) ended.value = true
  }

  function may(...roles: Role[]): boolean {
    return user.value !== null && roles.includes(user.value.role)
  }

  return { user, ended, known, mustChange, mustEnrol, load, accept, signIn, secondStep, signOut, leave, lose, may }
})
