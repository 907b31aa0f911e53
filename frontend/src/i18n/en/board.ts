import type { Messages } from '@/i18n/messages'

const board: Messages['board'] = {
  do: {
    verify: 'Verify', respond: 'Begin response', control: 'Under control', 'flare-up': 'Flare-up', close: 'Close', review: 'Review', cancel: 'Cancel incident', merge: 'Merge into…',
  },
  note: 'Note', how: 'How it was verified', basis: 'On which basis', reason: 'Reason', into: 'Merge into which incident', conclusion: 'Conclusion',
  correction: 'Corrective action {number}', correctionText: 'What is to be done', owner: 'Owner', dueOn: 'Until', addCorrection: 'Another corrective action',
  tasks: 'Tasks, {open} of {count} open', noTasks: 'No tasks yet. Open a plan, or give a task.', plan: 'Open a plan', openPlan: 'Open it and give all tasks', fits: 'fits here',
  within: 'on the scene within {minutes} min', newTask: 'Give a task', task: 'Task', detail: 'Details', unit: 'Unit', person: 'Person', again: 'Give to others', cancelTask: 'Cancel task',
  byRadio: 'By radio: {step}', due: 'on the scene by {time}', attachments: 'Files', noAttachments: 'No files yet', addFile: 'Add photos, videos or papers',
  live: 'Live', recording: 'Recording', noCameras: 'No cameras belong to it', call: 'Open an incident (call, patrol)', openIncident: 'Open', what: 'What happened, and where',
  edit: 'Change the facts', responseLevel: 'Response level', warningColour: 'Warning colour', position: 'Position', onMap: '{lat}° N, {lon}° E', noPosition: 'Not marked',
  channel: 'Source', caller: 'Who reported it', callerPhone: 'Their phone', learned: 'Reported', sourceLine: 'Source', review: 'Review', importCap: 'Import a CAP warning',
  imported: 'The CAP message was taken and waits in the queue', previous: 'Earlier incident', mergedInto: 'Merged into',
}
export default board
