// Lists and their filters, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  filters: '筛选',
  showFilters: '筛选（{count}）',
  clear: '清除筛选',
  apply: '查找',
  state: '状态',
  level: '等级',
  hotspot: '隐患点',
  kind: '类型',
  camera: '摄像机',
  station: '监测站',
  from: '从',
  to: '到',
  since: { today: '今天', halfDay: '12 小时', week: '7 天' },
  text: '编号或文字',
  total: '共 {count} 条',
  page: '第 {page} / {pages} 页',
  previous: '上一页',
  next: '下一页',
  pages: '翻页',
  emptyFiltered: '没有符合条件的记录。可以放宽或清除筛选。',
  open: '未结',
  newer: '有 {count} 条新的变动，点击刷新',
  reload: '刷新',
  notFound: '没有这条记录，或者你无权查看',
  machine: '系统',
}

const en: typeof zh = {
  filters: 'Filters',
  showFilters: 'Filters ({count})',
  clear: 'Clear filters',
  apply: 'Find',
  state: 'State',
  level: 'Level',
  hotspot: 'Hotspot',
  kind: 'Kind',
  camera: 'Camera',
  station: 'Station',
  from: 'From',
  to: 'To',
  since: { today: 'Today', halfDay: '12 h', week: '7 days' },
  text: 'Number or text',
  total: '{count} in all',
  page: 'Page {page} of {pages}',
  previous: 'Previous page',
  next: 'Next page',
  pages: 'Pages',
  emptyFiltered: 'Nothing matches. Widen or clear the filters.',
  open: 'Open',
  newer: '{count} newer changes: refresh',
  reload: 'Refresh',
  notFound: 'There is no such record, or you may not see it',
  machine: 'System',
}

export default { lists: { zh, en } } satisfies WordsOf<'lists'>

declare module '@/i18n/messages' {
  interface Messages {
    lists: typeof zh
  }
}
