import type { Messages } from '../messages'

const respond: Messages['respond'] = {
  online: 'Connected', offline: 'No network: what you do is kept on the phone and sent when it is back', waiting: '{count} steps to be sent', none: 'You have no task now', tasks: 'Tasks',
  of: '{number} of {count}', picture: 'Picture of the place', given: 'given {age} ago', navigate: 'Navigate', decline: 'Cannot do it',
  photo: { add: 'Take a photo', busy: 'Sending…', sent: 'Photo sent', failed: 'Failed, try again' },
  next: { accepted: 'Accept', en_route: 'Set out', on_scene: 'Arrived', done: 'Done' },
}
export default respond
