// Who is on duty, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: '值班',
  title: '值班',
  lead: '只呼叫值守人员。某个角色无人值守时，呼叫担任该角色的全部人员。',
  tableEmpty: '值守表为空：现在发生预警时，将呼叫每个角色的全部人员，直到有人被设为值守。',
  count: '{count} 人值守',
  nobody: '无人值守',
  instead: '将呼叫担任{role}的全部人员：{names}',
  standsIn: '代班',
  since: '自',
  setBy: '由 {name} 设置',
  choose: '安排值守',
  pick: '选择人员',
  noneLeft: '没有其他可选人员',
  begin: '开始值守',
  end: '结束值守',
  endAsk: '结束“{name}”的{role}值守？',
  lastOne: '此后{role}无人值守，将呼叫担任该角色的全部人员。',
  readOnly: '带班领导、指挥长和管理员可以设置值守。',
  consoles: '打开的页面',
  heard: '至少有一个值守页面能听到报警。',
  unheard: '没有值守页面能听到报警：请打开一个值守页面并开启声音。',
  unknown: '消息服务不可用，暂时不知道哪些页面能听到报警。',
  person: '人员',
  role: '角色',
  sound: '声音',
  page: '页面',
  sounds: { on: '开', muted: '静音', blocked: '被浏览器阻止' },
  visible: '显示中',
  hidden: '在后台',
}

const en: typeof zh = {
  nav: 'Duty',
  title: 'Duty',
  lead: 'Only people on duty are called. Where nobody stands in a role, everybody who holds it is called.',
  tableEmpty: 'The duty table is empty: an alert now calls everybody of each role, until somebody is put on duty.',
  count: '{count} on duty',
  nobody: 'Nobody on duty',
  instead: 'Every {role} is called: {names}',
  standsIn: 'stands in',
  since: 'Since',
  setBy: 'set by {name}',
  choose: 'Put on duty',
  pick: 'Choose a person',
  noneLeft: 'Nobody else to choose',
  begin: 'Begin duty',
  end: 'End duty',
  endAsk: 'End the duty of “{name}” as {role}?',
  lastOne: 'After that nobody stands as {role}: everybody who holds the role is called.',
  readOnly: 'Duty leaders, commanders and administrators set the duty.',
  consoles: 'Open pages',
  heard: 'At least one page on duty hears the alarm.',
  unheard: 'No page on duty hears the alarm: open one, and turn its sound on.',
  unknown: 'The message server is away: which pages hear the alarm is not known.',
  person: 'Person',
  role: 'Role',
  sound: 'Sound',
  page: 'Page',
  sounds: { on: 'on', muted: 'muted', blocked: 'blocked by the browser' },
  visible: 'shown',
  hidden: 'in the background',
}

export default { duty: { zh, en } } satisfies WordsOf<'duty'>

declare module '@/i18n/messages' {
  interface Messages {
    duty: typeof zh
  }
}
