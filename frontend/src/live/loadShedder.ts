import { median } from './pictureLag'

/**
 * How many tiles show single pictures instead of video, because this computer cannot play all of them in time.
 *
 * A page that must decode more than its computer can shows every tile late and by jerks, and tiles go grey whose
 * cameras are well. Some tiles less, seen as two pictures a second, let the others play in time. What was taken is
 * given back slowly, and ever more slowly where it was too much again.
 */

/** The usual tile is so late, ms, */
const LATE = 1600
/** for so long, ms: some are taken. After each step its effect is awaited for as long. */
const LASTING = 4000
/** From here on twice as many are taken at a time, ms. */
const VERY_LATE = 2500
/** A tile that is so late by itself, ms, gets nowhere: its camera sends a keyframe every ten seconds or more. */
const STUCK = 4000
/** Below this all is well, ms; */
const IN_TIME = 1000
/** after so long, ms, some are given back; doubled each time that it was too much, up to the limit. */
const FIRST_REST = 30_000
const LONGEST_REST = 960_000
/** Tiles at a time. */
const TAKE = 6
const GIVE = 2
/** So many go on moving, whatever happens. */
export const LEAST_MOVING = 9

export class LoadShedder {
  private count = 0
  private lateSince: number | null = null
  private wellSince: number | null = null
  private rest = FIRST_REST
  private gave = false

  /**
   * To be asked about twice a second; answers how many tiles are to be single pictures.
   * @param now monotonic, ms
   * @param lates how late each moving tile is beyond what it need be, ms
   * @param playable how many tiles are video or could be
   */
  look(now: number, lates: readonly number[], playable: number): number {
    const most = Math.max(0, playable - LEAST_MOVING)
    const late = median(lates)
    const stuck = lates.filter((each) => each > STUCK).length
    const step = late === null || late <= LATE ? 0 : late > VERY_LATE ? 2 * TAKE : TAKE
    if (step > 0 || stuck > 0) this.suffer(now, Math.max(step, stuck), most)
    else this.recover(now, late !== null && late < IN_TIME)
    // While few tiles are shown, what many of them need is remembered.
    return Math.min(this.count, most)
  }

  private suffer(now: number, step: number, most: number): void {
    this.wellSince = null
    this.lateSince ??= now
    if (now - this.lateSince < LASTING || this.count >= most) return
    this.lateSince = now
    this.count = Math.min(most, this.count + step)
    if (this.gave) this.rest = Math.min(LONGEST_REST, this.rest * 2)
    this.gave = false
  }

  private recover(now: number, well: boolean): void {
    this.lateSince = null
    if (!well || this.count === 0) {
      this.wellSince = null
      return
    }
    this.wellSince ??= now
    if (now - this.wellSince < this.rest) return
    this.wellSince = now
    this.count = Math.max(0, this.count - GIVE)
    this.gave = true
    if (this.count === 0) this.rest = FIRST_REST
  }
}

export interface Sheddable {
  thinned: boolean
  /** Whether it should go on moving: there is an alert of its camera. */
  kept: boolean
  /** ms; NaN when unknown. */
  late: number
}

/**
 * Which of the tiles are to be single pictures: those that are already, then the latest, those that are kept last
 * unless they are stuck.
 */
export function choose<T extends Sheddable>(tiles: readonly T[], count: number): Set<T> {
  const turn = (tile: T): number => (tile.thinned ? 0 : tile.kept && !(tile.late > STUCK) ? 2 : 1)
  const order = (a: T, b: T): number => turn(a) - turn(b) || (b.late || 0) - (a.late || 0)
  return new Set([...tiles].sort(order).slice(0, count))
}
