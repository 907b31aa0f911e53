// Notification channels, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  tab: '通知渠道',
  title: '通知渠道',
  lead: '页面和声音人人都有，不需要互联网；其他渠道在 notifications.yaml 中配置，密钥来自环境变量，这里从不显示。',
  ways: '渠道',
  people: '人员的联系方式',
  noOwn: '没有按人配置的渠道。在 notifications.yaml 中添加邮件、短信等渠道并重启后，在这里填写每个人的地址。',
  name: '渠道',
  kind: '方式',
  reach: '送达',
  ready: '配置',
  delivered: '24 小时送达',
  queued: '排队',
  failed: '失败',
  test: '测试',
  reachPage: '每个人',
  reachShared: '群组，一条消息大家都收到',
  reachOwn: '每个人自己的地址',
  isReady: '齐备',
  missing: '缺少环境变量：{names}',
  sendMe: '给我发一条测试',
  sendGroup: '向群组发测试',
  sending: '正在发送…',
  tested: '测试消息',
  edit: '修改',
  editOf: '“{name}”的联系方式',
  emptyRemoves: '留空表示不再用这个渠道通知此人。',
}

const en: typeof zh = {
  tab: 'Channels',
  title: 'Notification channels',
  lead: 'Page and sound reach everybody and need no Internet. Other channels are set in notifications.yaml; their secrets come from the environment and are never shown here.',
  ways: 'Channels',
  people: 'Where people can be reached',
  noOwn:
    "There is no channel with an address for each person. Add e-mail, SMS and the like to notifications.yaml and restart; each person's address is then set here.",
  name: 'Channel',
  kind: 'Way',
  reach: 'Reaches',
  ready: 'Configuration',
  delivered: 'Delivered in 24 h',
  queued: 'Queued',
  failed: 'Failed',
  test: 'Test',
  reachPage: 'Everybody',
  reachShared: 'A group, one message for all',
  reachOwn: "Each person's own address",
  isReady: 'Complete',
  missing: 'Environment lacks {names}',
  sendMe: 'Send me a test',
  sendGroup: 'Send the group a test',
  sending: 'Sending…',
  tested: 'Test:',
  edit: 'Change',
  editOf: 'Where “{name}” can be reached',
  emptyRemoves: 'An empty field stops telling the person by that channel.',
}

export default { channels: { zh, en } } satisfies WordsOf<'channels'>

declare module '@/i18n/messages' {
  interface Messages {
    channels: typeof zh
  }
}
