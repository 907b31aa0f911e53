import type { Messages } from '@/i18n/messages'

const shell: Messages['shell'] = {
  nav: { wall: 'Wall', map: 'Map', alerts: 'Alerts', incidents: 'Incidents', respond: 'Tasks', water: 'Water', playback: 'Playback', duty: 'Duty', settings: 'Settings', label: 'Main navigation' },
  levels: 'Alerts waiting',
  online: 'Online',
  onlineTitle: '{online} of {total} cameras online',
  link: 'Link',
  linkLost: 'lost',
  seconds: '{value} s',
  beijingTime: 'Beijing time',
  sound: {
    on: 'Sound on',
    muted: 'Muted {left}',
    blocked: 'Sound blocked',
    mute: 'Mute for 5 minutes (comes back by itself)',
    unmute: 'Sound on again',
    unblock: 'The browser blocks sound. Press any key, or click here, to switch the alarm sound on',
  },
  language: '中文',
  languageLabel: 'Switch to Chinese',
  signOut: 'Sign out',
  signIn: 'Sign in',
  user: 'User: {name}, {role}',
  lost: 'No connection to the server for {age}. Pictures and alerts may be out of date. Reconnecting',
  ended: 'Your session has ended and no new alerts arrive. Sound still works. Please sign in again',
  notFound: 'There is no such page',
  toWall: 'Back to the wall',
  notices: { open: 'Open', seen: 'Got it', more: '{count} more' },
  skip: 'Skip to content',
}
export default shell
