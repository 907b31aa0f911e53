// The map, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  nav: '地图',
  title: '地图',
  mapLabel: '峡窝镇地图，摄像机及其状态。右侧列表有同样的内容，可用键盘操作。',
  list: '摄像机列表',
  pick: '地点（在地图上点选）',
  pickLabel: '点选地点的地图。也可以在下面填写经纬度。',
  picked: '所选地点，可拖动',
  unpick: '清除',
  lon: '经度（WGS84）',
  lat: '纬度（WGS84）',
  legend: '图例',
  allHotspots: '全部 {count}',
  count: '{name} {count}',
  find: '查找摄像机',
  noMatch: '没有符合条件的摄像机',
  noGeometry: '地图数据无法加载，摄像机仍按位置显示',
  zoomIn: '放大',
  zoomOut: '缩小',
  whole: '显示全镇',
  state: '状态',
  lastPicture: '最近画面',
  age: '{age}前',
  noPicture: '尚无画面',
  live: '实时',
  position: '位置',
  hotspot: '隐患点',
  openAlerts: '未结预警',
  noAlerts: '没有未结预警',
  toPlayback: '回放',
  toCamera: '摄像机设置',
  back: '返回列表',
  fault: '有故障',
  disabled: '已停用',
}

const en: typeof zh = {
  nav: 'Map',
  title: 'Map',
  mapLabel:
    'Map of the township with the cameras and their state. The list beside it holds the same and works by keyboard.',
  list: 'List of cameras',
  pick: 'Place (click on the map)',
  pickLabel: 'A map to pick a place on. Its longitude and latitude can be typed below instead.',
  picked: 'The place, can be dragged',
  unpick: 'Clear',
  lon: 'Longitude (WGS84)',
  lat: 'Latitude (WGS84)',
  legend: 'Legend',
  allHotspots: 'All {count}',
  count: '{name} {count}',
  find: 'Find a camera',
  noMatch: 'No camera matches',
  noGeometry: 'The map data could not be loaded; cameras are still shown at their positions',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  whole: 'Whole township',
  state: 'State',
  lastPicture: 'Last picture',
  age: '{age} ago',
  noPicture: 'No picture yet',
  live: 'Live',
  position: 'Position',
  hotspot: 'Hotspot',
  openAlerts: 'Open alerts',
  noAlerts: 'No open alerts',
  toPlayback: 'Playback',
  toCamera: 'Camera settings',
  back: 'Back to the list',
  fault: 'Fault',
  disabled: 'Disabled',
}

export default { map: { zh, en } } satisfies WordsOf<'map'>

declare module '@/i18n/messages' {
  interface Messages {
    map: typeof zh
  }
}
