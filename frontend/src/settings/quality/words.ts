// The quality of alerts, in words.
import type { WordsOf } from '@/i18n/messages'

const zh = {
  tab: '检测质量',
  title: '检测质量',
  about: '每周按摄像机、检测和区域统计：值班员怎样判定预警，以及据此的建议。建议只在有人同意后才生效。',
  week: '{from} 至 {to}',
  previous: '上一周',
  next: '下一周',
  thisWeek: '本周',
  empty: '这一周没有预警。',
  camera: '摄像机',
  detector: '检测',
  zone: '区域',
  alerts: '预警',
  confirmed: '属实',
  false: '误报',
  other: '其他解除',
  open: '未判定',
  ratio: '误报率',
  threshold: '阈值',
  suggestion: '建议（近四周）',
  none: '—',
  reason: {
    too_few: '判定太少（{judged} 条，至少 8 条）',
    good: '良好，无需调整（{judged} 条判定）',
    same_place: '{spared} 条误报在同一位置：建议屏蔽该处',
    separable: '建议阈值 {threshold}：可免去 {spared} 条误报，不漏已属实的（共 {judged} 条判定）',
    not_separable: '误报与属实的置信度相近，调阈值无益；请检查区域或画面（{judged} 条判定）',
    unknown_threshold: '这台摄像机现在没有此检测，无建议（{judged} 条判定）',
  },
  agree: '采纳',
  toAlert: '查看误报',
  done: '已采纳，可在修改记录中撤销',
  ask: '把“{camera}”的{detector}阈值从 {from} 改为 {to}？',
}

const en: typeof zh = {
  tab: 'Detection quality',
  title: 'Detection quality',
  about:
    'Every week by camera, detector and zone: how officers judged its alerts, and what follows. A suggestion counts only when a person agrees.',
  week: '{from} to {to}',
  previous: 'Week before',
  next: 'Week after',
  thisWeek: 'This week',
  empty: 'No alerts in this week.',
  camera: 'Camera',
  detector: 'Detector',
  zone: 'Zone',
  alerts: 'Alerts',
  confirmed: 'Confirmed',
  false: 'False',
  other: 'Other dismissals',
  open: 'Not judged',
  ratio: 'False share',
  threshold: 'Threshold',
  suggestion: 'Suggestion (four weeks)',
  none: '—',
  reason: {
    too_few: 'Too few judged ({judged}; at least 8)',
    good: 'Good as it is (judged: {judged})',
    same_place: '{spared} false alarms at one place: mask it',
    separable:
      'Threshold {threshold} would have spared {spared} false alarms and lost none that was real (judged: {judged})',
    not_separable:
      'False alarms score like real ones, a threshold does not help; look at zone and picture (judged: {judged})',
    unknown_threshold: 'The camera has no such detector now (judged: {judged})',
  },
  agree: 'Agree',
  toAlert: 'See the false alarm',
  done: 'Applied; it can be undone in the history',
  ask: 'Change the threshold of {detector} on “{camera}” from {from} to {to}?',
}

export default { quality: { zh, en } } satisfies WordsOf<'quality'>

declare module '@/i18n/messages' {
  interface Messages {
    quality: typeof zh
  }
}
