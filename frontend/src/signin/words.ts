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
  limitedLater: '尝试次数过多，请稍后再试',
  present: '现在的密码',
  again: '再输一次新密码',
  notTheSame: '两次输入的新密码不一样',
  passwordHelp: '至少 {min} 个字符，几个不相关的词连在一起最好记，也最难猜',
  change: '修改密码',
  changed: '密码已修改，其他地方的登录已全部退出',
  changeTitle: '修改密码',
  changeHelp: '修改后，您在其他地方的登录会全部退出',
  firstTitle: '请先修改密码',
  firstHelp: '这个密码是管理员设的。换成只有您自己知道的密码，才能继续',
  account: '我的账号',
  sessions: '已登录的地方',
  browser: '浏览器',
  from: '地址',
  since: '登录时间（{zone}）',
  seen: '最近使用（{zone}）',
  thisOne: '（当前）',
  everywhere: '全部退出',
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
  limitedLater: 'Too many attempts. Try again later.',
  present: 'Present password',
  again: 'New password again',
  notTheSame: 'The two new passwords differ',
  passwordHelp: 'At least {min} characters. Several unrelated words are easy to remember and hard to guess.',
  change: 'Change password',
  changed: 'Password changed. You are signed out everywhere else.',
  changeTitle: 'Change password',
  changeHelp: 'This signs you out everywhere else',
  firstTitle: 'Change your password first',
  firstHelp: 'An administrator made this password. Replace it by one that only you know to go on.',
  account: 'My account',
  sessions: 'Where you are signed in',
  browser: 'Browser',
  from: 'Address',
  since: 'Signed in ({zone})',
  seen: 'Last used ({zone})',
  thisOne: '(this one)',
  everywhere: 'Sign out everywhere',
}

export default { signin: { zh, en } } satisfies WordsOf<'signin'>

declare module '@/i18n/messages' {
  interface Messages {
    signin: typeof zh
  }
}
