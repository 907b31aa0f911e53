import type { Messages } from '@/i18n/messages'

const audit: Messages['audit'] = {
  tab: 'Audit', title: 'Audit', lead: 'Every change of alerts, incidents, tasks and reports: only ever appended, each row hashed together with the one before.',
  chains: 'Chains', about: 'Verifying computes every hash again from the first row on and compares the exported heads. Heads leave the database once a day by themselves; keep a copy of them outside this system.',
  running: 'Verifying…', holds: 'The chains hold: no row was altered, none is missing', broken: 'A chain does not hold', took: 'took {time}', verify: 'Verify', export: 'Export the heads',
  noChains: 'Nothing has been recorded yet.', chain: 'Chain', newest: 'Newest number', exported: 'Exported up to', exportedAt: 'Exported', result: 'Last verification',
  notVerified: 'Not since the centre started', rowsHold: '{count} rows hold, {heads} heads agree', brokenAt: 'Not to be trusted from number {number} on:', live: 'Live', canary: 'Self-test', adminJournal: 'Administration', cameraChanges: 'Changes of cameras',
  empty: 'Nothing has been recorded yet.', number: 'Number', at: 'Time', subject: 'Subject', change: 'Change', who: 'By', why: 'Reason and note', hash: 'Hash', words: 'Name, reason or note',
}
export default audit
