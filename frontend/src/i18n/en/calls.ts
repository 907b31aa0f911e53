import type { Messages } from '@/i18n/messages'

const calls: Messages['calls'] = {
  title: 'Calls and deliveries',
  next: 'In {left}: {who} called (round {round})',
  remind: 'In {left}: {who} reminded again',
  calling: 'Calling: {who}…',
  returning: 'Goes back to waiting…',
  undecided: 'In {left}: waits again, unless decided',
  unshelve: 'In {left}: the shelf ends, it waits again',
  lateCall: '{who} should have been called {age} ago',
  lateStep: 'Should have gone back to waiting {age} ago',
  at: 'At',
  reaches: 'Reaches {names}',
  reachesNobody: 'Nobody holds this role: the call will reach no one',
  comma: ', ',
  emptyPost: 'Nobody stands on duty in this role: everybody who holds it is called.',
  toDuty: 'Set the duty',
  told: 'Told so far',
  nobodyTold: 'Nobody has been told yet',
  group: 'group',
  tries: 'tried {count} times, tries again',
  times: 'told {count} times',
}
export default calls
