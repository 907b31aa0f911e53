import type { Messages } from '@/i18n/messages'

const channels: Messages['channels'] = {
  tab: 'Channels', title: 'Notification channels', lead: 'Page and sound reach everybody and need no Internet. Other channels are set in notifications.yaml; their secrets come from the environment and are never shown here.',
  ways: 'Channels', people: 'Where people can be reached', noOwn: 'There is no channel with an address for each person. Add e-mail, SMS and the like to notifications.yaml and restart; each person\'s address is then set here.',
  name: 'Channel', kind: 'Way', reach: 'Reaches', ready: 'Configuration', delivered: 'Delivered in 24 h', queued: 'Queued', failed: 'Failed', test: 'Test',
  kinds: { page: 'Open page', email: 'E-mail', webhook: 'Signed web request', apprise: 'Another service' },
  reachPage: 'Everybody', reachShared: 'A group, one message for all', reachOwn: 'Each person\'s own address', isReady: 'Complete', missing: 'Environment lacks {names}',
  sendMe: 'Send me a test', sendGroup: 'Send the group a test', sending: 'Sending…', tested: 'Test:', edit: 'Change', editOf: 'Where “{name}” can be reached',
  helpEmail: 'Such as name@example.cn', helpAddress: 'This person\'s number or account on the channel', emptyRemoves: 'An empty field stops telling the person by that channel.',
}
export default channels
