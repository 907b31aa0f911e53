import common from './common'
import shell from './shell'
import terms from './terms'

/** One file a page or area. Chinese is the reference: English must have the same keys. */
export default { common, shell, terms }
