// Reports, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  title: '信息报告',
  back: '返回事件',
  over: '已超时 {age}',
  newFollowUp: '新建续报',
  newFinal: '新建终报',
  way: '流转',
  code: '编号',
  author: '起草',
  approver: '签发人',
  phoned: '电话报告',
  sent: '书面报出',
  receipt: '回执',
  receiptBy: '对方签收人',
  toWhom: '报告给谁',
  lateReason: '超时原因',
  topBar: '待报',
  needsTwo: '本报告由您起草或送签，须由另一人签发。',
  signAlone: '紧急情况一人签发…',
  aloneReason: '一人拟签事由',
  do: { submit: '送签', sign: '签发', return: '退回', phoned: '登记电话报告', send: '登记书面报出', receipt: '登记回执' },
}

const en: typeof zh = {
  title: 'Reports',
  back: 'Back to the incident',
  over: '{age} late',
  newFollowUp: 'New follow-up',
  newFinal: 'New final report',
  way: 'Its way',
  code: 'Number',
  author: 'Written by',
  approver: 'Signed by',
  phoned: 'By phone',
  sent: 'In writing',
  receipt: 'Receipt',
  receiptBy: 'Who received it',
  toWhom: 'Told to whom',
  lateReason: 'Why it is late',
  topBar: 'Due',
  needsTwo: 'You wrote or submitted this report: somebody else signs it.',
  signAlone: 'Sign alone in an emergency…',
  aloneReason: 'Why one person wrote and signed',
  do: {
    submit: 'Ask for signature',
    sign: 'Sign',
    return: 'Give back',
    phoned: 'Note the call',
    send: 'Note that it was sent',
    receipt: 'Note the receipt',
  },
}

export default { reports: { zh, en } } satisfies WordsOf<'reports'>

declare module '@/i18n/messages' {
  interface Messages {
    reports: typeof zh
  }
}
