import alerts from './alerts'
import common from './common'
import incidents from './incidents'
import lists from './lists'
import map from './map'
import playback from './playback'
import quality from './quality'
import queue from './queue'
import settings from './settings'
import setup from './setup'
import shell from './shell'
import signin from './signin'
import terms from './terms'
import wall from './wall'
import water from './water'

/** One file a page or area. Chinese is the reference: English must have the same keys. */
export default { alerts, common, incidents, lists, map, playback, quality, queue, settings, setup, shell, signin, terms, wall, water }
