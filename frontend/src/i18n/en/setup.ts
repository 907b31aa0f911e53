import type { Messages } from '@/i18n/messages'

const setup: Messages['setup'] = {
  open: 'Set up the picture',
  title: 'Picture set-up · {name}',
  back: 'Back to the camera',
  undo: 'Undo', redo: 'Redo', saved: 'Saved; adapters follow within seconds', unsaved: 'Not saved yet', faulty: 'To be corrected before saving: {count}',
  leave: 'There are changes that are not saved. Leave?',
  refused: 'Refused by the centre: {text}',
  areas: 'Zones and gauges', noAreas: 'No zones yet. Choose a tool, then draw on the picture.', wrong: 'to correct',
  tools: 'Drawing tools',
  tool: { select: 'Choose', row: 'Mark a row' },
  hint: {
    select: 'Click a zone to choose it; drag its corners to move them.',
    zone: 'Click the corners one by one; click the first one again, double-click or press Enter to end.',
    line: 'Click from start to end; double-click or press Enter to end. Seen along the line, in is to the right.',
    gauge: 'Click two opposite corners of the gauge.',
    row: 'Click a mark of the gauge in the picture, then type its metres beside it. At least two.',
  },
  canvas: 'Picture: arrow keys move the crosshair, space sets a corner, Enter ends',
  keys: 'Keys: arrows move (Shift far, Alt fine), space sets a corner, Enter ends, Backspace takes a corner back, Esc gives up; with a zone chosen, Tab reaches its corners: arrows move, + adds, Delete removes one.',
  corner: 'Corner {number}, {x}% across, {y}% down',
  corners: 'Corners: {count}',
  nameZh: 'Name in Chinese', nameEn: 'Name in English', purpose: 'Purpose', remove: 'Remove',
  on: 'On', off: 'Off',
  about: {
    watch: 'Detectors that name it look here.', mask: 'Nothing seen here counts, for any detector. There will be no alert from under a mask.',
    sky: 'Sky: smoke is not looked for here.', water: 'Water: for boats, swimmers and floods.', ground: 'Ground that is usually dry: water on it calls.', line: 'A line: crossing it calls.',
  },
  gauge: {
    kind: 'Kind of gauge', kinds: { board: 'Board', staff: 'Staff gauge', bank: 'Bank (trend only)' },
    points: 'Rows and metres', pointsHelp: 'Rows of the picture (percent from the top) and metres above datum; metres fall from top to bottom.',
    row: 'Row {number}', metres: 'Metres {number}', dropRow: 'Remove row {number}', metresValue: '{value} m',
    levels: 'Levels', noLevel: 'none', rise: 'Rising too fast (metres an hour)',
  },
  unit: { m: 'm', mPerHour: 'm/h', s: 's', share: 'of the picture', widths: 'picture widths', sizes: 'own sizes', grey: 'grey levels', px: 'px', fps: 'fps' },
  detector: {
    where: 'Where it looks', choose: 'Choose', gone: 'Gone: {id}', changed: 'Not as it comes: {count}', own: 'Settings', rule: 'Alert rule',
    add: 'Add a detector…', addButton: 'Add', unknown: 'The adapters do not know this kind of detector', noCatalogue: 'No adapter has said yet what it can detect, so nothing can be set here.',
    between: '{low} to {high}', usual: 'As it comes ({value})', depends: 'as it comes',
  },
  view: {
    mode: 'What the picture shows', draw: 'Draw', see: 'Detector view', waiting: 'Waiting for the detectors…', score: '{score} of {threshold}', veto: 'does not count now',
    legend: 'As stored: moving pixels yellow, tracks blue, observations boxed in red; the curves are scores of the last minute, dashed is the threshold.',
  },
  trial: {
    title: 'Try it on the last hour', about: 'Runs the set-up as drawn (it need not be saved) over the last hour of the recording and shows what it would have raised. Live cameras are not disturbed and nobody is told.',
    start: 'Try it', progress: 'Progress', asked: 'Waiting for an adapter…', running: '{percent}%, {minutes} min of recording looked at',
    phase: { asked: 'Waiting', running: 'Running', done: 'Done: {minutes} min of recording looked at.', failed: 'Not finished:', cancelled: 'Cancelled.' },
    reason: { setting: 'a detector is set wrongly', format: 'the recording cannot be read', time: 'stopped after 15 minutes', stopped: 'the process ended unexpectedly', nobody: 'no adapter could take it: there is no recording, or a trial is under way' },
    would: 'Would have been raised: {count}', did: 'Was raised: {count}', none: 'No alerts',
  },
  problem: {
    name: 'Must not be empty', corners: 'Needs at least {least} corners', flat: 'The corners lie on one line', roi: 'The region has no size',
    rows: 'Needs at least two rows', rising: 'Metres must fall from top to bottom', gone: 'The zone it names is gone', needsZone: 'Choose a zone or gauge',
    integer: 'Must be a whole number', number: 'Must be a number', above: 'Must be above {low}', least: 'At least {low}', most: 'At most {high}',
  },
  history: {
    title: 'History of changes', empty: 'Nothing has been changed yet.', commandLine: 'Command line', undo: 'Undo this change', undoNumber: 'Undo change {number}', undoes: 'Undid change {number}',
    wasUndone: 'undone', toAlert: 'See the alert', added: 'The camera was added.', removed: 'Taken off the roster.', addedPart: 'added', removedPart: 'removed', nothing: 'none',
    colon: ': ', comma: ', ', saveFirst: 'Save or undo what is not saved before undoing an earlier change.',
    source: { page: 'Set-up page', file: 'File import', mask: 'Mask over a false alarm', suggestion: 'Suggestion agreed to', undo: 'Undo' },
  },
  mask: {
    button: 'Mask this place', title: 'Mask this place in the picture of “{camera}”?',
    help: 'A mask is drawn around the box of the false alarm. Nothing seen there calls any more, for any detector, until somebody takes the mask off.', confirm: 'Mask',
    done: 'Masked.', undo: 'Take the mask off', undone: 'The mask is taken off.',
  },
}
export default setup
