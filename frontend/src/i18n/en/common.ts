import type { Messages } from '@/i18n/messages'

const common: Messages['common'] = {
  product: 'Xiawo Township Emergency Command Centre',
  loading: 'Loading…',
  retry: 'Try again',
  confirm: 'Confirm',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  search: 'Search',
  all: 'All',
  none: 'None',
  empty: 'Nothing here',
  errorTitle: 'Something went wrong',
  network: 'The server cannot be reached. Check the network and try again.',
  unexpected: 'The server answered with something unreadable ({status})',
  duration: { ms: '{value} ms', s: '{value} s', m: '{value} min', h: '{value} h', d: '{value} d' },
  unit: { seconds: 's', minutes: 'min', hours: 'h' },
}
export default common
