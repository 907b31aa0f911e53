import type { Messages } from '@/i18n/messages'

const respond: Messages['respond'] = {
  online: 'Connected', offline: 'No network: what you do is kept on the phone and sent when it is back', waiting: 'to be sent: {count}', none: 'You have no task now', unknown: 'Your tasks could not be fetched yet; they come once the connection is back', unsent: 'not sent yet', tasks: 'Tasks',
  of: '{number} of {count}', picture: 'Picture of the place', given: 'given {age} ago', navigate: 'Navigate', decline: 'Cannot do it',
  photo: { add: 'Take a photo', busy: 'Sending…', sent: 'Photo sent, take another', waiting: '{count} photos wait: keep this page open' },
  next: { accepted: 'Accept', en_route: 'Set out', on_scene: 'Arrived', done: 'Done' },
}
export default respond
