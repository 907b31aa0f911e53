// Calls and deliveries, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  title: '呼叫与送达',
  next: '再过 {left} 呼叫{who}（第 {round} 轮）',
  remind: '再过 {left} 再次提醒{who}',
  calling: '正在呼叫{who}…',
  returning: '正在恢复为待处置…',
  undecided: '再过 {left} 未决定将恢复为待处置',
  unshelve: '再过 {left} 搁置到期，恢复为待处置',
  lateCall: '应已呼叫{who}，已晚 {age}',
  lateStep: '应已恢复为待处置，已晚 {age}',
  at: '时间',
  reaches: '将呼叫：{names}',
  reachesNobody: '没有任何人担任这个角色，呼叫不会送达任何人',
  comma: '、',
  emptyPost: '此角色无人在值守表中：呼叫担任该角色的全部人员。',
  toDuty: '设置值守',
  told: '已通知',
  nobodyTold: '还没有通知任何人',
  group: '群组',
  tries: '已尝试 {count} 次，将再试',
  times: '共通知 {count} 次',
}

const en: typeof zh = {
  title: 'Calls and deliveries',
  next: 'In {left}: {who} called (round {round})',
  remind: 'In {left}: {who} reminded again',
  calling: 'Calling: {who}…',
  returning: 'Goes back to waiting…',
  undecided: 'In {left}: waits again, unless decided',
  unshelve: 'In {left}: the shelf ends, it waits again',
  lateCall: '{who} should have been called {age} ago',
  lateStep: 'Should have gone back to waiting {age} ago',
  at: 'At',
  reaches: 'Reaches {names}',
  reachesNobody: 'Nobody holds this role: the call will reach no one',
  comma: ', ',
  emptyPost: 'Nobody stands on duty in this role: everybody who holds it is called.',
  toDuty: 'Set the duty',
  told: 'Told so far',
  nobodyTold: 'Nobody has been told yet',
  group: 'group',
  tries: 'tried {count} times, tries again',
  times: 'told {count} times',
}

export default { calls: { zh, en } } satisfies WordsOf<'calls'>

declare module '@/i18n/messages' {
  interface Messages {
    calls: typeof zh
  }
}
