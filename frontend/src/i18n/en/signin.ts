import type { Messages } from '@/i18n/messages'

const signin: Messages['signin'] = {
  title: 'Sign in',
  username: 'User name',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  submit: 'Sign in',
  busy: 'Signing in…',
  needUsername: 'Enter your user name',
  needPassword: 'Enter your password',
  wrong: 'User name or password is wrong. Check both and try again.',
  limited: 'Too many attempts. Try again in {wait}.',
  limitedOver: 'You can try again now',
  disabled: 'This account is disabled. Ask an administrator.',
  expired: 'Your session has ended. Sign in again.',
  signedOut: 'You are signed out',
}
export default signin
