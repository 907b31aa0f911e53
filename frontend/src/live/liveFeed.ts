import { reactive, shallowReactive } from 'vue'
import type { ViewNote } from '@/centre/types'
import { LastingSocket, NO_SESSION, socketUrl } from '@/centre/socket'
import { serverNow } from '@/time/now'
import { Backlog } from './backlog'
import { SleepWatch, type Freshness } from './freshness'
import { mediaSourceClass } from '@/live/video/mediaSource'
import { known, median, pictureLag } from './pictureLag'
import { parseLive, playableCodecs, type LiveStream, type Subscription } from './protocol'
import { Tile, type TileFigures } from './tile'
import { PageLoad } from './pageLoad'
import type { WhyOld } from './whyOld'

/** What a tile shows about its picture; changes rarely, and once a second while the picture is old. */
export interface TileView {
  state: Freshness
  seconds: number
  refusal: string | null
  aspect: number
  stream: LiveStream
  thinned: boolean
  /** Why the picture is old, while it is. */
  why: Exclude<WhyOld, 'camera'>
}

const TEND_EVERY = 400
/** Tiles are asked for in steps of so many, so that the first pictures are not all decoded at the same moment. */
const STEP = 11
const STEP_EVERY = 60
/** The centre is told how much has been taken after so many bytes. */
const REPORT_EVERY = 100_000

/**
 * All live pictures of the page over one WebSocket. Tiles come and go; the subscription follows what is visible.
 */
export class LiveFeed {
  readonly views = reactive(new Map<string, TileView>())
  /** What stands beside the last picture of the detectors' view, by tile. */
  readonly notes = shallowReactive(new Map<string, { note: ViewNote; capturedAt: number }>())
  private readonly tiles = new Map<string, Tile>()
  /** The tiles of each camera: a camera may be shown twice. */
  private readonly byCamera = new Map<string, readonly Tile[]>()
  private readonly visible = new Set<string>()
  private readonly asked = new Set<string>()
  private readonly sleep = new SleepWatch(Date.now(), performance.now())
  private readonly backlog = new Backlog()
  private readonly load = new PageLoad()
  private readonly socket: LastingSocket
  private timer: ReturnType<typeof setInterval> | undefined
  private stepTimer: ReturnType<typeof setTimeout> | undefined
  private paused = false
  private received = 0
  private receivedAt = -Infinity
  private reported = 0
  private spotlight: string | null = null

  constructor(private readonly sessionEnded: () => void) {
    this.socket = new LastingSocket({
      url: () => socketUrl('/live'),
      opened: (send) => {
        send({ codecs: playableCodecs((mime) => mediaSourceClass()?.isTypeSupported(mime) ?? false) })
        this.received = this.reported = 0
        send({ received: 0 })
        this.asked.clear()
        this.subscribe()
      },
      message: (data) => this.receive(data),
      closed: (code) => code === NO_SESSION && this.sessionEnded(),
    })
  }

  start(): void {
    this.socket.start()
    this.timer = setInterval(() => this.tend(), TEND_EVERY)
  }

  stop(): void {
    clearInterval(this.timer)
    clearTimeout(this.stepTimer)
    this.socket.stop()
    for (const tile of this.tiles.values()) tile.close()
    this.tiles.clear()
    this.byCamera.clear()
    this.views.clear()
    pictureLag.value = null
  }

  /** The element with the picture of a camera, to be put into the page by the caller. */
  add(key: string, camera: string, stream: LiveStream): HTMLElement {
    const wanted = stream === 'view' || mediaSourceClass() ? stream : 'jpeg'
    const tile = new Tile(camera, wanted, (changed, restart) => this.tileChanged(key, changed, restart))
    tile.onNote = (note, capturedAt) => this.notes.set(key, { note, capturedAt })
    tile.onFirst = tile.onRefusal = () => this.show(key, tile, performance.now())
    this.tiles.set(key, tile)
    this.byCamera.set(camera, [...(this.byCamera.get(camera) ?? []), tile])
    this.views.set(key, {
      state: 'waiting',
      seconds: 0,
      refusal: null,
      aspect: tile.aspect,
      stream: wanted,
      thinned: false,
      why: 'resuming',
    })
    return tile.element
  }

  remove(key: string): void {
    const tile = this.tiles.get(key)
    if (tile) this.drop(tile)
    this.tiles.delete(key)
    this.views.delete(key)
    this.notes.delete(key)
    this.setVisible(key, false)
  }

  private drop(tile: Tile): void {
    tile.close()
    const others = (this.byCamera.get(tile.camera) ?? []).filter((one) => one !== tile)
    if (others.length > 0) this.byCamera.set(tile.camera, others)
    else this.byCamera.delete(tile.camera)
  }

  /** Only visible tiles are sent. One that comes back counts as old until it has shown something new. */
  setVisible(key: string, visible: boolean): void {
    if (visible === this.visible.has(key)) return
    if (visible) this.visible.add(key)
    else this.visible.delete(key)
    this.tiles.get(key)?.sleep(performance.now())
    this.subscribe()
  }

  /** What the centre says of the camera: lost, its last picture is grey at once. */
  setLost(key: string, lost: boolean): void {
    const tile = this.tiles.get(key)
    if (!tile || tile.lost === lost) return
    tile.lost = lost
    this.show(key, tile, performance.now())
  }

  /** Whether this tile goes on moving, however busy this computer is. */
  setKept(key: string, kept: boolean): void {
    const tile = this.tiles.get(key)
    if (tile) tile.kept = kept
  }

  /** Only this tile is sent while it covers the others; null ends that. */
  setSpotlight(key: string | null): void {
    this.spotlight = key
    const now = performance.now()
    this.tiles.forEach((tile, each) => each !== key && tile.sleep(now))
    this.subscribe()
  }

  /** Stops all video (hidden tab), or begins again. */
  pause(paused: boolean): void {
    if (paused === this.paused) return
    this.paused = paused
    const now = performance.now()
    this.tiles.forEach((tile, key) => {
      tile.sleep(now)
      this.show(key, tile, now)
    })
    this.subscribe()
  }

  /** By camera; of a camera that is shown twice, the one that came last. */
  figures(): Record<string, TileFigures & { state: Freshness; visible: boolean }> {
    const now = performance.now()
    const time = serverNow()
    return Object.fromEntries(
      [...this.tiles].map(([key, tile]) => {
        const facts = { state: tile.age(now, time).state, visible: this.visible.has(key) && !this.paused }
        return [tile.camera, { ...tile.figures(now, time), ...facts }]
      }),
    )
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data === 'string') return
    this.count(data.byteLength)
    const message = parseLive(data)
    for (const tile of this.byCamera.get(message.header.camera) ?? []) tile.accept(message)
  }

  private count(bytes: number): void {
    this.received += bytes
    this.receivedAt = performance.now()
    if (this.received - this.reported < REPORT_EVERY) return
    this.reported = this.received
    this.socket.send({ received: this.received })
  }

  private tileChanged(key: string, tile: Tile, restart: boolean): void {
    // Asked for anew, the centre begins at the last keyframe, with the init segment.
    if (restart) {
      this.asked.delete(key)
      this.send()
    }
    if (this.tiles.get(key) === tile) this.subscribe()
  }

  /** Brings what is asked for to what is visible: less at once, more in steps. */
  private subscribe(): void {
    clearTimeout(this.stepTimer)
    const wanted = this.wanted()
    for (const key of this.asked) if (!wanted.includes(key)) this.asked.delete(key)
    const missing = wanted.filter((key) => !this.asked.has(key))
    for (const key of missing.slice(0, STEP)) this.asked.add(key)
    this.send()
    if (missing.length > STEP) this.stepTimer = setTimeout(() => this.subscribe(), STEP_EVERY)
  }

  private wanted(): string[] {
    if (this.paused) return []
    const lit = this.spotlight
    return [...this.visible].filter((key) => this.tiles.has(key) && (lit === null || key === lit))
  }

  private send(): void {
    const subscribe: Subscription[] = [...this.asked].flatMap((key) => {
      const tile = this.tiles.get(key)
      return tile ? [{ camera: tile.camera, stream: tile.stream }] : []
    })
    this.socket.send({ subscribe })
  }

  private tend(): void {
    const now = performance.now()
    const slept = this.sleep.look(Date.now(), now)
    this.tiles.forEach((tile, key) => {
      if (slept > 0) tile.sleep(now, slept)
      if (this.asked.has(key)) tile.tend(now)
      this.show(key, tile, now)
    })
    this.measureLag(now)
    if (
      this.load.share(
        this.wanted().flatMap((key) => this.tiles.get(key) ?? []),
        now,
      )
    )
      this.send()
  }

  private measureLag(now: number): void {
    const time = serverNow()
    const live = [...this.tiles.values()].filter((tile) => tile.age(now).state === 'live')
    const lag = median(known(live.map((tile) => tile.lag(time))))
    const arrival = median(known(live.map((tile) => tile.arrivalLag)))
    if (this.backlog.shouldRestart(now, arrival)) this.socket.restartIfOpen()
    // To a tenth of a second, as it is shown: the top bar need not follow every look.
    pictureLag.value = lag === null ? null : Math.round(lag / 100) * 100
  }

  private explain(view: TileView, why: TileView['why']): void {
    if (view.why !== why) view.why = why
  }

  private show(key: string, tile: Tile, now: number): void {
    const view = this.views.get(key)
    if (!view) return
    const age = tile.age(now, serverNow())
    const seconds = age.state === 'live' || age.state === 'waiting' ? 0 : Math.floor(age.milliseconds / 1000)
    if (age.state === 'stale') this.explain(view, tile.whyOld(now, this.receivedAt))
    if (view.state !== age.state) view.state = age.state
    if (view.seconds !== seconds) view.seconds = seconds
    if (view.refusal !== tile.refusal) view.refusal = tile.refusal
    if (view.aspect !== tile.aspect) view.aspect = tile.aspect
    if (view.stream !== tile.stream) view.stream = tile.stream
    if (view.thinned !== tile.thinned) view.thinned = tile.thinned
  }
}
