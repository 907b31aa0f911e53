// Water levels, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: '水情',
  title: '水情',
  empty: '尚未配置监测站。在 config/stations.yaml 中添加',
  rain: '雨强',
  never: '尚无数据',
  silent: '数据中断 {age}，以下为中断前读数',
  ago: '{age}前',
  steady: '平稳',
  rising: '上涨 {rate}',
  falling: '回落 {rate}',
  reached: '已达 {mark}',
  below: '距{mark} {metres}',
  day: '近 24 小时',
  dayAgo: '24 小时前',
  now: '现在',
  problem: '最近一条消息无法使用（{source}）：{reason}',
  token: {
    make: '生成令牌',
    renew: '更换令牌',
    drop: '停用令牌',
    title: '{name} 的令牌',
    once: '只显示这一次。请写入监测站，原令牌立即失效。',
    dropAsk: '停用 {name} 的令牌？之后它不能再通过 HTTP 上报。',
    close: '已保存',
  },
}

const en: typeof zh = {
  nav: 'Water',
  title: 'Water',
  empty: 'No station is configured. Add them in config/stations.yaml',
  rain: 'Rain',
  never: 'No data yet',
  silent: 'No data for {age}; what stands below is from before',
  ago: '{age} ago',
  steady: 'steady',
  rising: 'rising {rate}',
  falling: 'falling {rate}',
  reached: '{mark} reached',
  below: '{metres} below {mark}',
  day: 'Last 24 hours',
  dayAgo: '24 hours ago',
  now: 'Now',
  problem: 'The last message cannot be used ({source}): {reason}',
  token: {
    make: 'Make a token',
    renew: 'Replace the token',
    drop: 'Take the token away',
    title: 'Token of {name}',
    once: 'It is shown this once. Write it into the station; the old one has ended.',
    dropAsk: 'Take the token of {name} away? It can then send nothing by HTTP.',
    close: 'I have saved it',
  },
}

export default { water: { zh, en } } satisfies WordsOf<'water'>

declare module '@/i18n/messages' {
  interface Messages {
    water: typeof zh
  }
}
