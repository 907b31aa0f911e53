export default {
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
  day: '近 24 小时', dayAgo: '24 小时前', now: '现在',
  problem: '最近一条消息无法使用（{source}）：{reason}',
  token: {
    make: '生成令牌', renew: '更换令牌', drop: '停用令牌', title: '{name} 的令牌',
    once: '只显示这一次。请写入监测站，原令牌立即失效。', dropAsk: '停用 {name} 的令牌？之后它不能再通过 HTTP 上报。', close: '已保存',
  },
}
