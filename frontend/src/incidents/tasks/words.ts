// The board of all tasks, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  title: '任务总览',
  nav: '任务',
  empty: '进行中的事件没有未完成的任务',
  count: '未完成 {count} 项',
  lateCount: '超时 {count} 项',
  own: '我的任务 {count}',
  who: '队伍 / 人员',
  phonesUnread: '队伍电话没有取到',
  planPhones: '预案电话',
}

const en: typeof zh = {
  title: 'All tasks',
  nav: 'Tasks',
  empty: 'No incident that goes on has an unfinished task',
  count: 'unfinished: {count}',
  lateCount: 'late: {count}',
  own: 'My tasks: {count}',
  who: 'Unit or person',
  phonesUnread: 'The numbers of the units could not be read',
  planPhones: 'Numbers of the plan',
}

export default { tasks: { zh, en } } satisfies WordsOf<'tasks'>

declare module '@/i18n/messages' {
  interface Messages {
    tasks: typeof zh
  }
}
