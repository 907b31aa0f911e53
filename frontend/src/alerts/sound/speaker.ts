import { PATTERNS, render, type Signal } from './tones'

/** The longest time that sound may be off, seconds. */
export const MUTE_LIMIT = 300

/**
 * Plays one signal over and over. Repeating and the end of muting are left to the audio clock, because the timers of a
 * hidden tab are slowed down to one a minute.
 */
export class Speaker {
  private readonly context = new AudioContext()
  private readonly gain = this.context.createGain()
  private readonly buffers = new Map<Signal, AudioBuffer>()
  private playing: { signal: Signal; node: AudioBufferSourceNode } | null = null
  /** Until when the last arrival is heard, on the audio clock; in a storm the next ones share it. */
  private arrivingUntil = -Infinity

  constructor(private readonly changed: () => void) {
    this.gain.connect(this.context.destination)
    this.context.onstatechange = () => this.changed()
  }

  /** The browser keeps silent until a person has touched the page. */
  get blocked(): boolean {
    return this.context.state !== 'running'
  }

  /** To be called from a key or a click. */
  async unblock(): Promise<void> {
    if (this.blocked) await this.context.resume().catch(() => undefined)
  }

  play(signal: Signal | null): void {
    if (signal === (this.playing?.signal ?? null)) return
    this.playing?.node.stop()
    this.playing = null
    if (signal === null) return
    this.repeat(signal, this.context.currentTime)
  }

  /** One turn of a signal beside whatever plays. */
  once(signal: Signal): void {
    this.node(signal).start()
  }

  /** Says that a further alert has come: what rings pauses for it and goes on. */
  arrive(): void {
    const now = this.context.currentTime
    if (this.playing === null || now < this.arrivingUntil) return
    const { signal, node } = this.playing
    node.stop()
    this.once('arrival')
    this.arrivingUntil = now + PATTERNS.arrival.period
    this.repeat(signal, this.arrivingUntil)
  }

  private repeat(signal: Signal, at: number): void {
    const node = this.node(signal)
    node.loop = true
    node.start(at)
    this.playing = { signal, node }
  }

  private node(signal: Signal): AudioBufferSourceNode {
    const node = this.context.createBufferSource()
    node.buffer = this.buffer(signal)
    node.connect(this.gain)
    return node
  }

  /** Silence for `seconds`, at most five minutes; 0 brings the sound back at once. */
  mute(seconds: number): void {
    const { gain } = this.gain
    const now = this.context.currentTime
    gain.cancelScheduledValues(now)
    gain.setValueAtTime(seconds > 0 ? 0 : 1, now)
    if (seconds > 0) gain.setValueAtTime(1, now + Math.min(seconds, MUTE_LIMIT))
  }

  private buffer(signal: Signal): AudioBuffer {
    const known = this.buffers.get(signal)
    if (known) return known
    const rate = this.context.sampleRate
    const samples = render(PATTERNS[signal], rate)
    const buffer = this.context.createBuffer(1, samples.length, rate)
    buffer.copyToChannel(samples, 0)
    this.buffers.set(signal, buffer)
    return buffer
  }
}
