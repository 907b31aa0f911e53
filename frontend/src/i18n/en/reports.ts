import type { Messages } from '@/i18n/messages'

const reports: Messages['reports'] = {
  title: 'Reports', back: 'Back to the incident', over: '{age} late', newFollowUp: 'New follow-up', newFinal: 'New final report', way: 'Its way',
  code: 'Number', author: 'Written by', approver: 'Signed by', phoned: 'By phone', sent: 'In writing', receipt: 'Receipt', receiptBy: 'Who received it', toWhom: 'Told to whom',
  lateReason: 'Why it is late', topBar: 'Due',
  do: { submit: 'Ask for signature', sign: 'Sign', return: 'Give back', phoned: 'Note the call', send: 'Note that it was sent', receipt: 'Note the receipt' },
}
export default reports
