// The frame of the page, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: { label: '主导航' },
  levels: '待处置预警',
  online: '在线',
  onlineTitle: '在线摄像机 {online} / {total}',
  link: '链路',
  linkLost: '中断',
  seconds: '{value} 秒',
  beijingTime: '北京时间',
  sound: {
    on: '声音 开',
    muted: '静音 {left}',
    blocked: '声音被阻止',
    mute: '静音 5 分钟（到时自动恢复）',
    unmute: '恢复声音',
    unblock: '声音被浏览器阻止。按任意键，或点这里，打开报警声音',
  },
  language: 'English',
  languageLabel: '切换到英文',
  signOut: '退出登录',
  signIn: '登录',
  user: '用户：{name}，{role}',
  lost: '与服务器的连接已中断 {age}，画面和预警可能不是最新的，正在重连',
  ended: '登录已失效，收不到新的预警。声音仍然有效，请重新登录',
  notFound: '没有这个页面',
  toWall: '回到监看',
  notices: { open: '查看', seen: '知道了', more: '另有 {count} 条' },
  skip: '跳到内容',
}

const en: typeof zh = {
  nav: { label: 'Main navigation' },
  levels: 'Alerts waiting',
  online: 'Online',
  onlineTitle: '{online} of {total} cameras online',
  link: 'Link',
  linkLost: 'lost',
  seconds: '{value} s',
  beijingTime: 'Beijing time',
  sound: {
    on: 'Sound on',
    muted: 'Muted {left}',
    blocked: 'Sound blocked',
    mute: 'Mute for 5 minutes (comes back by itself)',
    unmute: 'Sound on again',
    unblock: 'The browser blocks sound. Press any key, or click here, to switch the alarm sound on',
  },
  language: '中文',
  languageLabel: 'Switch to Chinese',
  signOut: 'Sign out',
  signIn: 'Sign in',
  user: 'User: {name}, {role}',
  lost: 'No connection to the server for {age}. Pictures and alerts may be out of date. Reconnecting',
  ended: 'Your session has ended and no new alerts arrive. Sound still works. Please sign in again',
  notFound: 'There is no such page',
  toWall: 'Back to the wall',
  notices: { open: 'Open', seen: 'Got it', more: '{count} more' },
  skip: 'Skip to content',
}

export default { shell: { zh, en } } satisfies WordsOf<'shell'>

declare module '@/i18n/messages' {
  interface Messages {
    shell: typeof zh
  }
}
