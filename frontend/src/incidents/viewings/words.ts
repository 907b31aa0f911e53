// Who watched, downloaded or exported what, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  title: '观看、下载与导出',
  lead: '谁看过录像、下载或导出过文件：先留痕，后放行；只增不改，逐条以哈希相连。',
  onIncident: '本事件现场摄像机当时的录像、附件、报告被谁看过或取走。',
  empty: '没有人看过或取走过。',
  person: '人员',
  what: '内容',
  whatWords: '摄像机、文件名、SHA-256 或事件编号',
  act: '行为',
  at: '时间',
  until: '至 {time}',
  from: '地址',
  session: '会话 {id}',
  goesOn: '进行中',
  all: '全部',
  more: '还有 {count} 段',
  acts: {
    watching_began: '观看',
    watched: '观看',
    opened: '打开',
    downloaded: '下载',
    exported: '导出',
  },
  things: {
    recording: '录像',
    snapshot: '预警截图',
    attachment: '附件',
    report: '报告',
    alert: '预警',
    audit: '审计链头',
  },
}

const en: typeof zh = {
  title: 'Watched, downloaded, exported',
  lead: 'Who watched recordings and who took files away: on record before anything leaves, only ever appended, each row hashed together with the one before.',
  onIncident: "Who watched this incident's cameras in its time, or took its files and reports.",
  empty: 'Nobody has watched or taken anything.',
  person: 'Person',
  what: 'What',
  whatWords: 'Camera, file name, SHA-256 or incident number',
  act: 'Act',
  at: 'Time',
  until: 'until {time}',
  from: 'From',
  session: 'session {id}',
  goesOn: 'going on',
  all: 'All',
  more: '{count} more stretches',
  acts: {
    watching_began: 'Watched',
    watched: 'Watched',
    opened: 'Opened',
    downloaded: 'Downloaded',
    exported: 'Exported',
  },
  things: {
    recording: 'Recording',
    snapshot: 'Picture of an alert',
    attachment: 'Attachment',
    report: 'Report',
    alert: 'Alert',
    audit: 'Heads of the chains',
  },
}

export default { viewings: { zh, en } } satisfies WordsOf<'viewings'>

declare module '@/i18n/messages' {
  interface Messages {
    viewings: typeof zh
  }
}
