import type { Messages } from '@/i18n/messages'

const duty: Messages['duty'] = {
  title: 'Duty', lead: 'Only people on duty are called. Where nobody stands in a role, everybody who holds it is called.',
  tableEmpty: 'The duty table is empty: an alert now calls everybody of each role, until somebody is put on duty.',
  count: '{count} on duty', nobody: 'Nobody on duty', instead: 'Every {role} is called: {names}', standsIn: 'stands in',
  since: 'Since', setBy: 'set by {name}', choose: 'Put on duty', pick: 'Choose a person', noneLeft: 'Nobody else to choose', begin: 'Begin duty', end: 'End duty',
  endAsk: 'End the duty of “{name}” as {role}?', lastOne: 'After that nobody stands as {role}: everybody who holds the role is called.',
  readOnly: 'Duty leaders, commanders and administrators set the duty.',
  consoles: 'Open pages', heard: 'At least one page on duty hears the alarm.', unheard: 'No page on duty hears the alarm: people are told by their other channels as well.',
  unknown: 'The message server is away: which pages hear the alarm is not known.', person: 'Person', role: 'Role', sound: 'Sound', page: 'Page',
  sounds: { on: 'on', muted: 'muted', blocked: 'blocked by the browser' }, visible: 'shown', hidden: 'in the background',
}
export default duty
