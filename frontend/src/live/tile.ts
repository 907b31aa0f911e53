import type { LiveHeader, ViewNote } from '@/centre/types'
import { serverNow } from '@/time/now'
import { AGEING_AFTER, FreshnessKeeper, type Age } from './freshness'
import { FramePlayer } from '@/live/frames/framePlayer'
import { FrameRate } from './frameRate'
import type { MovingPlayer } from './movingPlayer'
import { decodesFrames } from '@/live/frames/choice'
import type { LiveMessage, LiveStream } from './protocol'
import { StillPlayer } from './stillPlayer'
import { VideoPlayer } from '@/live/video/videoPlayer'
import { pageSide, SILENT_AFTER, type WhyOld } from './whyOld'

export interface TileFigures {
  /** What plays: decoded picture by picture, a video element, single pictures. */
  player: 'frames' | 'video' | 'still' | null
  fps: number
  lag_ms: number | null
  /** How late the last fragment arrived at this page: the part of the lag that is not the page's. */
  arrival_ms: number | null
  first_picture_ms: number | null
  jumps: number
  rebuilds: number
  breaks: number
}

type Clock = () => number
/** A stream that the player gives up so often without showing a frame cannot be played here. */
const GIVE_UP_AFTER = 3

/**
 * One camera's picture on the page: a player that fits, how fresh it is, and its figures. `mount` shows it somewhere.
 */
export class Tile {
  readonly element = document.createElement('div')
  /** Why there is no stream now, as the centre said it; null while there is one. */
  refusal: string | null = null
  /** Told when `refusal` changes. */
  onRefusal: (reason: string | null) => void = () => undefined
  /** Told when the first frame stands on the screen, and need not be waited for any longer. */
  onFirst: () => void = () => undefined
  /** Told what stands beside each picture of the detectors' view. */
  onNote: (note: ViewNote, capturedAt: number) => void = () => undefined
  /** The centre says that the camera cannot be reached: what stands here is not live, however young it is. */
  lost = false
  /** Width ÷ height of the picture. */
  aspect = 16 / 9
  /** Shows single pictures for now, because this computer cannot play all tiles. */
  thinned = false
  /** Goes on moving, however busy this computer is. */
  kept = false
  private player: MovingPlayer | StillPlayer | null = null
  /** Decoding picture by picture did not work with this stream. */
  private needsVideo = false
  private readonly freshness = new FreshnessKeeper()
  private readonly rate = new FrameRate()
  private frames = 0
  private failures = 0
  private firstPicture: number | null = null
  /** How late the last fragment arrived, ms by the centre's clock; NaN before the first. */
  arrivalLag = NaN
  /** Capture of the newest picture that has arrived here, ms since 1970. */
  private newest = NaN
  private newestAt = -Infinity

  constructor(
    readonly camera: string,
    private wanted: LiveStream,
    private readonly changed: (tile: Tile, restart: boolean) => void,
    private readonly clock: Clock = () => performance.now(),
  ) {
    this.element.className = 'tile-picture'
  }

  get stream(): LiveStream {
    return this.wanted
  }

  accept(message: LiveMessage): void {
    const { header, payload } = message
    if (header.stream !== this.wanted) return
    if (header.t === 'none') return this.refuse(header)
    this.setRefusal(null)
    if (header.t !== 'init') this.arrived(header.captured_at / 1000)
    if (header.t === 'jpeg') {
      this.freshness.fragment(this.clock(), this.arrivalLag)
      this.still().draw(payload, header.captured_at / 1000)
      if (header.note) this.noted(header.note, header.captured_at / 1000)
    } else if (header.t === 'init') {
      this.aspect = header.width / header.height
      this.moving(header.codec).accept(header, payload)
    } else {
      this.freshness.fragment(this.clock(), this.arrivalLag)
      if (isMoving(this.player)) this.player.append(header, payload)
    }
  }

  /** Keeps the player at the live edge and looks whether it shows new frames; about twice a second. */
  tend(now: number): void {
    if (isMoving(this.player)) this.player.tend()
    const frames = this.player?.frames() ?? 0
    if (frames === this.frames) return
    // A player that was built anew counts from zero.
    this.rate.add(now, frames > this.frames ? frames - this.frames : frames)
    this.frames = frames
    this.failures = 0
    this.firstPicture ??= now
    this.freshness.shown(now)
  }

  /** With `serverNow`, a moving picture that is far behind the camera is ageing too: it is not what happens now. */
  age(now: number, serverNow?: number): Age {
    if (serverNow === undefined) return this.freshness.age(now)
    const lag = this.lag(serverNow)
    const age = this.freshness.age(now, lag)
    if (this.lost && age.state !== 'waiting')
      return { state: 'stale', milliseconds: Math.max(age.milliseconds, lag || 0) }
    if (age.state !== 'live') return age
    return lag >= AGEING_AFTER ? { state: 'ageing', milliseconds: lag } : age
  }

  /** Why its picture is old, as far as the page can tell; `any`: when something came for whichever tile. */
  whyOld(now: number, any: number): Exclude<WhyOld, 'camera'> {
    return pageSide({ asleep: this.freshness.asleep, own: this.newestAt, any }, now)
  }

  /** How far the frame on the screen is behind its capture, ms; NaN when unknown. */
  lag(serverNow: number): number {
    return serverNow - (this.player?.shownCapturedAt() ?? NaN)
  }

  /**
   * How far the frame on the screen is behind the newest that has arrived here, ms; NaN when unknown, and while nothing
   * comes.
   */
  behind(now: number): number {
    if (now - this.newestAt > SILENT_AFTER) return NaN
    return this.newest - (this.player?.shownCapturedAt() ?? NaN)
  }

  /** Single pictures from now on, or video again; the caller asks the centre for the other stream. */
  thin(thinned: boolean): void {
    if (thinned === this.thinned) return
    this.thinned = thinned
    this.wanted = thinned ? 'jpeg' : 'sub'
  }

  sleep(now: number, extra = 0): void {
    this.freshness.sleep(now, extra)
  }

  /** `serverNow` in ms since 1970 by the centre's clock. */
  figures(now: number, serverNow: number): TileFigures {
    const lag = this.lag(serverNow)
    const counts = isMoving(this.player) ? this.player.counts : { jumps: 0, rebuilds: 0, breaks: 0 }
    return {
      player: this.playing(),
      fps: this.rate.perSecond(now),
      lag_ms: Number.isNaN(lag) ? null : Math.round(lag),
      arrival_ms: Number.isNaN(this.arrivalLag) ? null : Math.round(this.arrivalLag),
      first_picture_ms: this.firstPicture === null ? null : Math.round(this.firstPicture),
      ...counts,
    }
  }

  private playing(): TileFigures['player'] {
    if (this.player instanceof FramePlayer) return 'frames'
    if (this.player instanceof VideoPlayer) return 'video'
    return this.player ? 'still' : null
  }

  close(): void {
    this.player?.close()
    this.player = null
    this.element.remove()
  }

  private arrived(capturedAt: number): void {
    this.newest = capturedAt
    this.newestAt = this.clock()
    this.arrivalLag = serverNow() - capturedAt
  }

  private noted(note: ViewNote, capturedAt: number): void {
    this.aspect = note.width / note.height
    this.onNote(note, capturedAt)
  }

  private refuse(header: LiveHeader & { t: 'none' }): void {
    if (header.reason === 'codec' && this.wanted !== 'jpeg') {
      this.wanted = 'jpeg'
      this.changed(this, false)
    } else this.setRefusal(header.reason)
  }

  private setRefusal(reason: string | null): void {
    if (reason === this.refusal) return
    this.refusal = reason
    this.onRefusal(reason)
  }

  private moving(codec: string): MovingPlayer {
    if (isMoving(this.player)) return this.player
    // A single picture stays beneath the moving one until that shows something.
    const before = this.player instanceof StillPlayer ? this.player.canvas : null
    const events = {
      restart: () => this.failed(),
      first: (now: number) => {
        this.firstPicture ??= now
        this.freshness.shown(now)
        before?.remove()
        this.onFirst()
      },
    }
    const byFrames = this.wanted === 'sub' && !this.needsVideo && decodesFrames(codec)
    const player = byFrames ? new FramePlayer(events) : new VideoPlayer(events)
    this.replace(player, player.element)
    if (before) this.element.prepend(before)
    return player
  }

  private failed(): void {
    this.failures += 1
    if (this.failures < GIVE_UP_AFTER) return this.changed(this, true)
    if (this.player instanceof FramePlayer) return this.playAsVideo()
    this.wanted = 'jpeg'
    this.changed(this, false)
  }

  private playAsVideo(): void {
    this.needsVideo = true
    this.failures = 0
    this.player?.close()
    this.player = null
    this.changed(this, true)
  }

  private still(): StillPlayer {
    if (this.player instanceof StillPlayer) return this.player
    const player = new StillPlayer()
    return this.replace(player, player.canvas)
  }

  private replace<P extends MovingPlayer | StillPlayer>(player: P, element: HTMLElement): P {
    this.player?.close()
    this.player = player
    this.frames = 0
    this.element.replaceChildren(element)
    return player
  }
}

function isMoving(player: MovingPlayer | StillPlayer | null): player is MovingPlayer {
  return player !== null && !(player instanceof StillPlayer)
}
