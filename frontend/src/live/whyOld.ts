// Why the picture on the screen is old: the camera, this page, or nothing known yet. Pure.
import type { CameraState } from '@/centre/types'

/**
 * `camera`: the centre has no picture of it either. `page`: this computer or its connection is late. `resuming`: the
 * page had not asked for it meanwhile, and it comes again. `silent`: others come, this one does not, and the centre
 * has not said yet that the camera is lost.
 */
export type WhyOld = 'camera' | 'page' | 'resuming' | 'silent'

/** ms without anything new after which it is not the page that shows late what it has. */
export const SILENT_AFTER = 3000

export interface Arrivals {
  /** The page had stopped this picture, and nothing new has been shown since. */
  asleep: boolean
  /** When something came for this picture, and when anything came at all: by the page's clock, ms. */
  own: number
  any: number
}

export function pageSide({ asleep, own, any }: Arrivals, now: number): Exclude<WhyOld, 'camera'> {
  if (asleep) return 'resuming'
  return now - own <= SILENT_AFTER || now - any > SILENT_AFTER ? 'page' : 'silent'
}

/** The word for a lost picture is the camera's alone, and the centre watches the cameras. */
export function whyOld(link: CameraState['link'], page: Exclude<WhyOld, 'camera'>): WhyOld {
  return link === 'offline' || link === 'stale' ? 'camera' : page
}
