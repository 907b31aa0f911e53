// Signing in, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  title: '登录',
  username: '用户名',
  password: '密码',
  show: '显示密码',
  hide: '隐藏密码',
  submit: '登录',
  busy: '正在登录…',
  needUsername: '请输入用户名',
  needPassword: '请输入密码',
  wrong: '用户名或密码不对，请检查后重新输入',
  limited: '尝试次数过多，请在 {wait} 后再试',
  limitedOver: '现在可以再试了',
  disabled: '这个账号已停用，请联系管理员',
  expired: '登录已失效，请重新登录',
  signedOut: '已退出登录',
}

const en: typeof zh = {
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

export default { signin: { zh, en } } satisfies WordsOf<'signin'>

declare module '@/i18n/messages' {
  interface Messages {
    signin: typeof zh
  }
}
