import { LeastLateness } from './leastLateness'
import { choose, LoadShedder, type Sheddable } from './loadShedder'
import { known, median } from './pictureLag'
import type { Tile } from './tile'

/** Lets some of the tiles show single pictures while this computer plays the others too late. */
export class WallLoad {
  private readonly shedder = new LoadShedder()
  private readonly least = new LeastLateness(Infinity)

  /** Of the tiles that are on the screen; whether other streams must be asked for now. `now` monotonic, ms. */
  share(shown: readonly Tile[], now: number): boolean {
    const playable = shown.filter((tile) => tile.stream === 'sub' || tile.thinned)
    const moving = playable.filter((tile) => !tile.thinned)
    const arrival = median(known(moving.map((tile) => tile.arrivalLag)))
    if (arrival !== null) this.least.note(now, arrival)
    const lates = known(moving.map((tile) => this.lateness(tile)))
    const looks = playable.map((tile): Sheddable & { tile: Tile } => {
      return { tile, late: this.lateness(tile), thinned: tile.thinned, kept: tile.kept }
    })
    const chosen = choose(looks, this.shedder.look(now, lates, playable.length))
    const changed = looks.filter((look) => look.thinned !== chosen.has(look))
    for (const look of changed) look.tile.thin(chosen.has(look))
    return changed.length > 0
  }

  /** What the page is late by itself, ms: what it has and does not show, and what it takes later than it could. */
  private lateness(tile: Tile): number {
    return tile.behind() + this.least.excess(tile.arrivalLag)
  }
}
