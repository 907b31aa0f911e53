import { LeastLateness } from './leastLateness'
import { choose, LoadShedder, type Sheddable } from './loadShedder'
import { known, median } from './pictureLag'
import type { LiveStream } from './protocol'

/** A tile as far as the wall's load is concerned (see `Tile`). */
export interface LoadedTile {
  readonly stream: LiveStream
  readonly thinned: boolean
  readonly kept: boolean
  readonly arrivalLag: number
  behind: (now: number) => number
  thin: (thinned: boolean) => void
}

/** Lets some of the tiles show single pictures while this computer plays the others too late. */
export class PageLoad {
  private readonly shedder = new LoadShedder()
  private readonly least = new LeastLateness(Infinity)

  /** Of the tiles that are on the screen; whether other streams must be asked for now. `now` monotonic, ms. */
  share(shown: readonly LoadedTile[], now: number): boolean {
    const playable = shown.filter((tile) => tile.stream === 'sub' || tile.thinned)
    const moving = playable.filter((tile) => !tile.thinned)
    const arrival = median(known(moving.map((tile) => tile.arrivalLag)))
    if (arrival !== null) this.least.note(now, arrival)
    const lates = known(moving.map((tile) => this.lateness(tile, now)))
    const looks = playable.map((tile): Sheddable & { tile: LoadedTile } => {
      return { tile, late: this.lateness(tile, now), thinned: tile.thinned, kept: tile.kept }
    })
    const chosen = choose(looks, this.shedder.look(now, lates, playable.length))
    const changed = looks.filter((look) => look.thinned !== chosen.has(look))
    for (const look of changed) look.tile.thin(chosen.has(look))
    return changed.length > 0
  }

  /** What the page is late by itself, ms: what it has and does not show, and what it takes later than it could. */
  private lateness(tile: LoadedTile, now: number): number {
    return tile.behind(now) + this.least.excess(tile.arrivalLag)
  }
}
