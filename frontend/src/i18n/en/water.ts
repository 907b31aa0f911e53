import type { Messages } from '@/i18n/messages'

const water: Messages['water'] = {
  title: 'Water',
  empty: 'No station is configured. Add them in config/stations.yaml',
  rain: 'Rain',
  never: 'No data yet',
  silent: 'No data for {age}; what stands below is from before',
  ago: '{age} ago',
  steady: 'steady',
  rising: 'rising {rate}',
  falling: 'falling {rate}',
  reached: '{mark} reached',
  below: '{metres} below {mark}',
  day: 'Last 24 hours', dayAgo: '24 hours ago', now: 'Now',
  problem: 'The last message cannot be used ({source}): {reason}',
  token: {
    make: 'Make a token', renew: 'Replace the token', drop: 'Take the token away', title: 'Token of {name}',
    once: 'It is shown this once. Write it into the station; the old one has ended.', dropAsk: 'Take the token of {name} away? It can then send nothing by HTTP.', close: 'I have saved it',
  },
}
export default water
