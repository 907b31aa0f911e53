// The video wall, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: '监看',
  title: '监看',
  filters: '按重点区域筛选',
  layouts: '画面布局',
  layout: '{cells} 画面',
  pages: '第 {page} / {pages} 页',
  previousPage: '上一页',
  nextPage: '下一页',
  search: '搜索摄像机（/）',
  noCameras: '没有符合条件的摄像机',
  noCamerasYet: '还没有摄像机，由管理员在“设置 · 摄像机”中添加',
  noneEnabled: '摄像机都已停用，由管理员在“设置 · 摄像机”中启用',
  toCameras: '打开“设置 · 摄像机”',
  loadingCameras: '正在加载摄像机…',
  waiting: '正在等待画面',
  lost: '画面中断',
  late: '本机延迟',
  resuming: '正在恢复',
  silent: '暂无新画面',
  ageing: '{seconds} 秒前',
  still: '静态图片',
  thinned: '逐张·本机忙',
  open: '放大 {name}',
  main: '主码流',
  sub: '子码流',
  openingMain: '正在打开主码流…',
  exitFull: '返回（Esc）',
  notSubscribed: '画面已暂停',
  timeline: '最近 60 分钟的预警',
  minutesAgo: '−{minutes} 分',
  stripFailed: '最近一小时的预警没有读到。',
  now: '现在',
}

const en: typeof zh = {
  nav: 'Wall',
  title: 'Wall',
  filters: 'Filter by hotspot',
  layouts: 'Layout',
  layout: '{cells} pictures',
  pages: 'Page {page} of {pages}',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  search: 'Search cameras (/)',
  noCameras: 'No camera matches',
  noCamerasYet: 'There are no cameras yet. An administrator adds them under Settings · Cameras',
  noneEnabled: 'All cameras are disabled. An administrator enables them under Settings · Cameras',
  toCameras: 'Open Settings · Cameras',
  loadingCameras: 'Loading cameras…',
  waiting: 'Waiting for the picture',
  lost: 'Picture lost',
  late: 'This computer is late',
  resuming: 'Resuming',
  silent: 'No new picture yet',
  ageing: '{seconds} s ago',
  still: 'Still pictures',
  thinned: 'Stills (busy)',
  open: 'Enlarge {name}',
  main: 'Main stream',
  sub: 'Sub-stream',
  openingMain: 'Opening the main stream…',
  exitFull: 'Back (Esc)',
  notSubscribed: 'Picture paused',
  timeline: 'Alerts of the last 60 minutes',
  minutesAgo: '−{minutes} min',
  stripFailed: 'The alerts of the last hour could not be read.',
  now: 'now',
}

export default { wall: { zh, en } } satisfies WordsOf<'wall'>

declare module '@/i18n/messages' {
  interface Messages {
    wall: typeof zh
  }
}
