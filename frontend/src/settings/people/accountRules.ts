// What the centre accepts as a user name and a password, said before it is sent. Pure.
export const MIN_PASSWORD = 10
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,39}$/

export type Problem = 'required' | 'badUsername' | 'short'

export function nameProblem(username: string): Problem | null {
  const name = username.trim()
  if (name === '') return 'required'
  return USERNAME.test(name) ? null : 'badUsername'
}

export function passwordProblem(password: string): Problem | null {
  if (password === '') return 'required'
  return password.length < MIN_PASSWORD ? 'short' : null
}
