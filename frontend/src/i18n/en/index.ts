import type { Messages } from '../messages'
import common from './common'
import shell from './shell'
import terms from './terms'

const en: Messages = { common, shell, terms }
export default en
