// The page of responders, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: '任务',
  online: '已连接',
  offline: '没有网络或连不上服务器：操作会保存在手机上，恢复后自动上报',
  waiting: '{count} 步待上报',
  none: '现在没有您的任务',
  unknown: '还没有取到您的任务，恢复连接后自动更新',
  unsent: '尚未上报',
  tasks: '任务',
  all: '全部 {count} 项任务',
  picture: '现场画面',
  given: '下达 {age}',
  navigate: '导航',
  navigateMast: '导航到摄像机（现场位置未标定）',
  map: { system: '系统地图', amap: '高德地图', baidu: '百度地图', apple: '苹果地图', other: '换地图', place: '现场' },
  callUnit: '本队电话',
  decline: '无法执行',
  photo: { add: '拍照上传', busy: '正在上传…', sent: '照片已上传，再拍一张', waiting: '{count} 张照片待上传，请勿关闭页面' },
  next: { accepted: '接受任务', en_route: '出发', on_scene: '到达现场', done: '任务完成' },
}

const en: typeof zh = {
  nav: 'Tasks',
  online: 'Connected',
  offline: 'No network or no server: what you do is kept on the phone and sent when it is back',
  waiting: 'to be sent: {count}',
  none: 'You have no task now',
  unknown: 'Your tasks could not be fetched yet; they come once the connection is back',
  unsent: 'not sent yet',
  tasks: 'Tasks',
  all: 'All {count} tasks',
  picture: 'Picture of the place',
  given: 'given {age} ago',
  navigate: 'Navigate',
  navigateMast: 'Navigate to the camera (place not marked)',
  map: {
    system: 'The phone’s map',
    amap: 'Amap',
    baidu: 'Baidu Maps',
    apple: 'Apple Maps',
    other: 'Another map',
    place: 'The scene',
  },
  callUnit: 'Own unit',
  decline: 'Cannot do it',
  photo: {
    add: 'Take a photo',
    busy: 'Sending…',
    sent: 'Photo sent, take another',
    waiting: '{count} photos wait: keep this page open',
  },
  next: { accepted: 'Accept', en_route: 'Set out', on_scene: 'Arrived', done: 'Done' },
}

export default { respond: { zh, en } } satisfies WordsOf<'respond'>

declare module '@/i18n/messages' {
  interface Messages {
    respond: typeof zh
  }
}
