import type { Messages } from '@/i18n/messages'

const shelf: Messages['shelf'] = {
  title: 'Shelf', lead: 'A shelved alert does not ring and calls nobody; it waits again by itself when its time is up, after 8 hours at most.', back: 'Back to the alerts',
  count: 'Shelved {count}',
  empty: 'No alert is shelved. Duty leaders and commanders shelve the chosen alert with S on the wall.',
  until: 'Shelved until', left: 'Left', reason: 'Why', by: 'Shelved by', planned: 'by known works',
  unshelve: 'Take off', unshelveAsk: 'Take “{name}” off the shelf? It waits and rings again at once.', unshelved: 'Taken off the shelf',
  action: 'Shelve', forHow: 'For how long', why: 'Why (required)', go: 'Shelve', minutes: '{value} min', hours: '{value} h',
  plans: 'Known works', plansLead: 'While a plan lasts, new alerts of levels III and IV that it covers are shelved as they are raised; levels I and II never are. A plan lasts 7 days at most and ends by itself.',
  noPlans: 'No plans.', addPlan: 'Add a plan', covers: 'Covers', everything: 'any', zone: 'Zone', starts: 'From', ends: 'Until',
  now: 'in force', later: 'begins in {left}', madeBy: 'Planned by', cancelPlan: 'Cancel the plan', cancelAsk: 'Cancel the plan “{name}”? What it has shelved stays so until its time or until somebody takes it off.', cancelled: 'Plan cancelled',
  made: 'Plan added', needOne: 'Name at least one thing', needTimes: 'Give both times', needReason: 'Say why', readOnly: 'Only duty leaders and commanders shelve or plan.',
}
export default shelf
