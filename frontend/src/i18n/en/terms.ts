import type { Messages } from '@/i18n/messages'

const terms: Messages['terms'] = {
  role: {
    viewer: 'Viewer', duty_officer: 'Duty officer', duty_leader: 'Duty leader', commander: 'Commander',
    responder: 'Responder', reviewer: 'Reviewer', admin: 'Administrator',
  },
  level: { '1': 'Level I', '2': 'Level II', '3': 'Level III', '4': 'Level IV' },
  levelName: { '1': 'Extreme', '2': 'Severe', '3': 'Moderate', '4': 'Minor' },
  kind: {
    line_crossing: 'Line crossed', loitering: 'Somebody stays', debris: 'Drifting debris', external: 'External warning', report: 'Reported by a person', escalation_overdue: 'Escalation is overdue', overtopping: 'Overtopping', intrusion: 'Intrusion', smoke: 'Smoke', detector_noisy: 'Detector calls too often, please judge', smoke_far: 'Possible far smoke', emission: 'Dust or emission of works', flame: 'Flame', water_level: 'Water above mark', level_rise: 'Water rising fast', flood: 'Flood over dry ground', gauge_unreadable: 'Gauge cannot be read', rain: 'Heavy rain', station_stale: 'Station silent', rockfall: 'Rockfall',
    person: 'Person in closed area', boat: 'Boat in closed area', vehicle: 'Vehicle in closed area', swimmer: 'Person in the water',
    camera_lost: 'Picture lost', camera_black: 'Picture black', camera_frozen: 'Picture frozen',
    camera_covered: 'Lens covered', camera_blurred: 'Picture blurred', camera_moved: 'Camera moved', camera_shaking: 'Camera shaking',
  },
  mark: {
    fortification: 'fortification level', warning: 'warning level', guarantee: 'guarantee level', overflow: 'overflow',
    flood_limit: 'flood-season limit', flood_high: 'flood-control level', design: 'design flood level', check: 'check flood level',
  },
  alertState: {
    raised: 'Waiting', acknowledged: 'Acknowledged', confirmed: 'Confirmed', dismissed: 'Dismissed',
    cleared_unacknowledged: 'Over, not yet looked at', shelved: 'Shelved',
  },
  incidentState: {
    discovered: 'Discovered', verified: 'Verified', responding: 'Responding', controlled: 'Controlled',
    closed: 'Closed', reviewed: 'Reviewed', cancelled: 'Cancelled', merged: 'Merged',
  },
  taskState: {
    assigned: 'Assigned', accepted: 'Accepted', en_route: 'En route', on_scene: 'On the scene', done: 'Done', declined: 'Declined', cancelled: 'Cancelled',
  },
  reportKind: { first: 'First report', follow_up: 'Follow-up', final: 'Final report' },
  reportStage: { draft: 'Draft', submitted: 'To be signed', signed: 'Signed', sent: 'Sent', receipted: 'Receipted' },
  reportField: {
    received: 'Reported at', source: 'Source', occurred: 'Happened at', place: 'Place', nature: 'Nature', scope: 'Extent',
    losses: 'Casualties and losses', trend: 'Trend', leaders: 'Leaders on the scene', measures: 'Measures taken', advice: 'Advice',
  },
  owed: { phone: 'by phone', written: 'in writing' },
  channel: { alert: 'Video alert', phone: 'Phone call', patrol: 'Patrol', message: 'Message', cap: 'Other system' },
  warningColour: { red: 'Red', orange: 'Orange', yellow: 'Yellow', blue: 'Blue' },
  how: { picture: 'Picture', call_back: 'Call back', patrol: 'Patrol' },
  machineReason: {
    undecided: 'taken, but not decided in time', shelf_expired: 'the shelf expired', planned: 'known works', unheard: 'no page on duty can be heard',
    step: 'taken by nobody', reminder: 'reminder after every round', level: 'the level rose', returned: 'it returned', ended: 'it ended',
    adapter_replaced: 'another adapter watches and does not see it', adapter_silent: 'its adapter has been silent for long', recovered: 'recovered',
  },
  called: { duty_officer: 'duty officer', duty_leader: 'duty leader', commander: 'commander', everybody: 'everybody on duty' },
  notifyChannel: { in_app: 'Page', sound: 'Sound' },
  deliveryState: { queued: 'queued', sent: 'sent', delivered: 'delivered', failed: 'failed' },
  deliveryReason: {
    redis_away: 'the message server is away', no_audible_page: 'no open page with sound', no_address: 'no address', unreachable: 'cannot be reached', refused: 'refused',
    unauthorized: 'wrong user or password', timeout: 'timed out', expired: 'not delivered within the hour, given up', secret_missing: 'a secret is not configured', address: 'wrong address', channel_fault: 'the channel failed',
  },
  dismissReason: { false_alarm: 'False alarm', duplicate: 'Duplicate', equipment: 'Equipment', known_work: 'Known work' },
  link: { connecting: 'Connecting', online: 'Online', stale: 'Picture stands still', offline: 'Offline' },
  reason: {
    refused: 'Connection refused', unauthorized: 'Wrong user or password', timeout: 'Timed out', not_found: 'No such stream',
    codec: 'Codec not supported', format: 'Unreadable video', secret_missing: 'Password not configured',
    address: 'Wrong address', silent: 'No data', ended: 'Video ended', unknown_camera: 'No such camera', disabled: 'Camera switched off',
    adapter_silent: 'Adapter does not answer',
    disk: 'Cannot write recording', detector: 'Detector failed', low_visibility: 'Low visibility',
  },
  detector: { line_crossing: 'Line crossing', loitering: 'Loitering', debris: 'Drifting debris', camera_lost: 'Picture lost', intrusion: 'Intrusion', camera_faults: 'Camera faults', smoke: 'Smoke', flame: 'Flame', water_level: 'Water level', flood: 'Flood over dry ground', station: 'Station', rockfall: 'Rockfall' },
  purpose: { watch: 'Watched zone', mask: 'Mask', sky: 'Sky', water: 'Water', ground: 'Dry ground', line: 'Line', gauge: 'Gauge' },
  setting: {
    threshold: 'Threshold', needed: 'Sightings needed', window: 'Of the last', hold_seconds: 'Must hold for', clear_seconds: 'Over after', cooldown_seconds: 'Cool-down', update_seconds: 'Update every',
    stay_seconds: 'Longest stay', away_seconds: 'Gone after', direction: 'Direction (both, in, out)', wet_share: 'Share under water', scar: 'Look for scars', contrast: 'Contrast to the background', min_area: 'Smallest area', max_area: 'Largest area', dwell_seconds: 'Dwell time', min_travel: 'Least distance', min_travel_sizes: 'Least distance (own sizes)', min_edge: 'Least sharpness of the outline', warm_up_seconds: 'Warm-up', idle_seconds: 'Network looks every', global_change: 'Global change from',
    frozen: 'Look for frozen', black: 'Look for black', covered: 'Look for covered', moved: 'Look for moved', blurred: 'Look for blurred', shaking: 'Look for shaking', visibility: 'Tell low visibility', shaking_seconds: 'Shaking for', frozen_seconds: 'Frozen for', black_seconds: 'Black for', covered_seconds: 'Covered for', moved_seconds: 'Moved for',
    blurred_seconds: 'Blurred for', interval_seconds: 'Measured every', relearn_seconds: 'Learn anew after',
    least_quality: 'Least quality of a reading', fastest_m_per_h: 'Fastest change', deadband_m: 'Deadband', unread_seconds: 'Call after no reading for', flood_season_first: 'Flood season from (month-day)', flood_season_last: 'Flood season to (month-day)',
  },
  field: {
    name: 'Name', hotspot: 'Hotspot', position: 'Position', main: 'Main stream address', sub: 'Sub stream address', transport: 'Transport', record: 'Recorded stream', analysis_fps: 'Analysis rate', enabled: 'Enabled',
    purpose: 'Purpose', polygon: 'Shape', kind: 'Kind', roi: 'Region', points: 'Rows', levels: 'Levels', rise_alert_m_per_h: 'Rising too fast', zone: 'Where it looks',
  },
  hotspotKind: { mountain: 'Mountain', river: 'River', reservoir: 'Reservoir', site: 'Other' },
}
export default terms
