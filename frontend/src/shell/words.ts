// The frame of the page, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: { label: '主导航' },
  levels: '待处置预警',
  online: '在线',
  onlineTitle: '在线摄像机 {online} / {total}',
  link: '延迟',
  linkTitle: '画面或消息到达本机的延迟；2 秒以内为正常',
  linkLost: '中断',
  seconds: '{value} 秒',
  beijingTime: '北京时间',
  sound: {
    on: '声音 开',
    muted: '静音 {left}',
    blocked: '声音被阻止',
    mute: '静音 5 分钟（到时自动恢复）',
    unmute: '恢复声音',
    unblock: '浏览器阻止了声音：按任意键或点这里，打开报警声',
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
  owedUnread: '上报时限未读到，点此重试',
  notices: {
    title: '通知',
    none: '没有新通知',
    about: '清空通知不等于接警：预警请在卡片上按“收到”',
    clear: '全部清空',
    times: '共 {count} 次',
  },
  leave: {
    title: '退出登录？',
    silent: '退出后，这台电脑不再响报警，也不显示新的预警。',
    plain: '退出后需要重新输入密码。',
  },
  skip: '跳到内容',
}

const en: typeof zh = {
  nav: { label: 'Main navigation' },
  levels: 'Alerts waiting',
  online: 'Online',
  onlineTitle: '{online} of {total} cameras online',
  link: 'Delay',
  linkTitle: 'How late pictures or messages reach this computer; up to 2 s is normal',
  linkLost: 'lost',
  seconds: '{value} s',
  beijingTime: 'Beijing time',
  sound: {
    on: 'Sound on',
    muted: 'Muted {left}',
    blocked: 'Sound blocked',
    mute: 'Mute for 5 minutes (comes back by itself)',
    unmute: 'Sound on again',
    unblock: 'The browser blocks the alarm sound: press any key or click here',
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
  owedUnread: 'Report deadlines not read: try again',
  notices: {
    title: 'Notices',
    none: 'No new notices',
    about: 'Emptying the list takes no alert: do that on its card',
    clear: 'Empty the list',
    times: '{count} times',
  },
  leave: {
    title: 'Sign out?',
    silent: 'After that this computer sounds no alarm and shows no new alerts.',
    plain: 'You will need your password to come back.',
  },
  skip: 'Skip to content',
}

export default { shell: { zh, en } } satisfies WordsOf<'shell'>

declare module '@/i18n/messages' {
  interface Messages {
    shell: typeof zh
  }
}
