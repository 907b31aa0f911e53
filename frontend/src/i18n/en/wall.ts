import type { Messages } from '../messages'

const wall: Messages['wall'] = {
  title: 'Wall',
  filters: 'Filter by hotspot',
  layouts: 'Layout',
  layout: '{cells} pictures',
  pages: 'Page {page} of {pages}',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  search: 'Search cameras (/)',
  noCameras: 'No camera matches',
  noCamerasYet: 'There are no cameras yet. Add them under Settings, or import a camera file',
  loadingCameras: 'Loading cameras…',
  waiting: 'Waiting for the picture',
  lost: 'Picture lost',
  ageing: '{seconds} s ago',
  still: 'Still pictures',
  open: 'Enlarge {name}',
  main: 'Main stream',
  sub: 'Sub-stream',
  openingMain: 'Opening the main stream…',
  exitFull: 'Back (Esc)',
  notSubscribed: 'Picture paused',
  timeline: 'Alerts of the last 60 minutes',
  minutesAgo: '−{minutes} min',
  now: 'now',
}
export default wall
