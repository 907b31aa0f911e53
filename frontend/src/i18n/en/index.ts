import type { Messages } from '../messages'
import alerts from './alerts'
import common from './common'
import incidents from './incidents'
import lists from './lists'
import map from './map'
import playback from './playback'
import settings from './settings'
import shell from './shell'
import signin from './signin'
import terms from './terms'

const en: Messages = { alerts, common, incidents, lists, map, playback, settings, shell, signin, terms }
export default en
