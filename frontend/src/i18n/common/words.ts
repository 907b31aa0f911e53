// What many pages say, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  product: '峡窝镇应急指挥中心',
  loading: '正在加载…',
  retry: '重试',
  cancel: '取消',
  confirm: '确定',
  close: '关闭',
  save: '保存',
  search: '搜索',
  all: '全部',
  none: '无',
  empty: '没有内容',
  about: '{what}：{said}',
  optional: '（选填）',
  errorTitle: '出错了',
  network: '无法连接服务器，请检查网络后重试',
  unexpected: '服务器返回了无法识别的内容（{status}）',
  duration: { ms: '{value} 毫秒', s: '{value} 秒', m: '{value} 分', h: '{value} 小时', d: '{value} 天' },
  unit: { seconds: '秒', minutes: '分', hours: '小时' },
}

const en: typeof zh = {
  product: 'Xiawo Township Emergency Command Centre',
  loading: 'Loading…',
  retry: 'Try again',
  confirm: 'Confirm',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  search: 'Search',
  all: 'All',
  none: 'None',
  empty: 'Nothing here',
  about: '{what}: {said}',
  optional: ' (optional)',
  errorTitle: 'Something went wrong',
  network: 'The server cannot be reached. Check the network and try again.',
  unexpected: 'The server answered with something unreadable ({status})',
  duration: { ms: '{value} ms', s: '{value} s', m: '{value} min', h: '{value} h', d: '{value} d' },
  unit: { seconds: 's', minutes: 'min', hours: 'h' },
}

export default { common: { zh, en } } satisfies WordsOf<'common'>

declare module '@/i18n/messages' {
  interface Messages {
    common: typeof zh
  }
}
