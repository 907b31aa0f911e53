// The record of what was done, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  tab: '审计',
  title: '审计',
  lead: '预警、事件、任务和报告的每一次变更，只增不改，逐条以哈希相连。',
  chains: '哈希链',
  about:
    '校验从第一条开始重算全部哈希，并与导出的链头比对。链头每天自动导出到数据库之外；请另存一份到本系统以外的地方。',
  running: '正在校验…',
  holds: '校验通过：没有一条被改动或缺失',
  broken: '校验未通过',
  took: '用时 {time}',
  verify: '开始校验',
  export: '导出链头',
  noChains: '还没有任何记录。',
  chain: '链',
  newest: '最新编号',
  exported: '已导出至',
  exportedAt: '导出时间',
  result: '上次校验',
  notVerified: '本次启动后未校验',
  rowsHold: '{count} 条无误，{heads} 个链头一致',
  brokenAt: '第 {number} 条起不可信：',
  handled: '预警与处置',
  live: '实际',
  canary: '自检',
  adminJournal: '管理操作',
  cameraChanges: '摄像机修改',
  empty: '还没有记录。',
  number: '编号',
  at: '时间',
  subject: '对象',
  change: '变更',
  who: '操作人',
  why: '原因与说明',
  hash: '哈希',
  words: '姓名、原因或说明',
}

const en: typeof zh = {
  tab: 'Audit',
  title: 'Audit',
  lead: 'Every change of alerts, incidents, tasks and reports: only ever appended, each row hashed together with the one before.',
  chains: 'Chains',
  about:
    'Verifying computes every hash again from the first row on and compares the exported heads. Heads leave the database once a day by themselves; keep a copy of them outside this system.',
  running: 'Verifying…',
  holds: 'The chains hold: no row was altered, none is missing',
  broken: 'A chain does not hold',
  took: 'took {time}',
  verify: 'Verify',
  export: 'Export the heads',
  noChains: 'Nothing has been recorded yet.',
  chain: 'Chain',
  newest: 'Newest number',
  exported: 'Exported up to',
  exportedAt: 'Exported',
  result: 'Last verification',
  notVerified: 'Not since the centre started',
  rowsHold: '{count} rows hold, {heads} heads agree',
  brokenAt: 'Not to be trusted from number {number} on:',
  handled: 'Alerts and response',
  live: 'Live',
  canary: 'Self-test',
  adminJournal: 'Administration',
  cameraChanges: 'Changes of cameras',
  empty: 'Nothing has been recorded yet.',
  number: 'Number',
  at: 'Time',
  subject: 'Subject',
  change: 'Change',
  who: 'By',
  why: 'Reason and note',
  hash: 'Hash',
  words: 'Name, reason or note',
}

export default { audit: { zh, en } } satisfies WordsOf<'audit'>

declare module '@/i18n/messages' {
  interface Messages {
    audit: typeof zh
  }
}
