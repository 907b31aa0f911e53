import type { Messages } from '@/i18n/messages'

const quality: Messages['quality'] = {
  tab: 'Detection quality',
  title: 'Detection quality',
  about: 'Every week by camera, detector and zone: how officers judged its alerts, and what follows. A suggestion counts only when a person agrees.',
  week: '{from} to {to}', previous: 'Week before', next: 'Week after', thisWeek: 'This week',
  empty: 'No alerts in this week.',
  camera: 'Camera', detector: 'Detector', zone: 'Zone', alerts: 'Alerts', confirmed: 'Confirmed', false: 'False', other: 'Other dismissals', open: 'Not judged',
  ratio: 'False share', threshold: 'Threshold', suggestion: 'Suggestion (four weeks)',
  none: '—',
  reason: {
    too_few: 'Too few judged ({judged}; at least 8)',
    good: 'Good as it is (judged: {judged})',
    same_place: '{spared} false alarms at one place: mask it',
    separable: 'Threshold {threshold} would have spared {spared} false alarms and lost none that was real (judged: {judged})',
    not_separable: 'False alarms score like real ones, a threshold does not help; look at zone and picture (judged: {judged})',
    unknown_threshold: 'The camera has no such detector now (judged: {judged})',
  },
  agree: 'Agree', toAlert: 'See the false alarm', done: 'Applied; it can be undone in the history',
  ask: 'Change the threshold of {detector} on “{camera}” from {from} to {to}?',
}
export default quality
