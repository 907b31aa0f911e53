import type { Messages } from '@/i18n/messages'

const lists: Messages['lists'] = {
  filters: 'Filters',
  showFilters: 'Filters ({count})',
  clear: 'Clear filters',
  apply: 'Find',
  state: 'State',
  level: 'Level',
  hotspot: 'Hotspot',
  kind: 'Kind',
  camera: 'Camera',
  station: 'Station',
  from: 'From',
  to: 'To',
  text: 'Number or text',
  total: '{count} in all',
  page: 'Page {page} of {pages}',
  previous: 'Previous page',
  next: 'Next page',
  pages: 'Pages',
  emptyFiltered: 'Nothing matches. Widen or clear the filters.',
  open: 'Open',
  newer: '{count} newer changes: refresh',
  reload: 'Refresh',
  notFound: 'There is no such record, or you may not see it',
  machine: 'System',
}
export default lists
