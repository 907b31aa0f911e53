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
    const node = this.context.createBufferSource()
    node.buffer = this.buffer(signal)
    node.loop = true
    node.connect(this.gain)
    node.start()
    this.playing = { signal, node }
  }

  /** One turn of a signal beside whatever plays. */
  once(signal: Signal): void {
    const node = this.context.createBufferSource()
    node.buffer = this.buffer(signal)
    node.connect(this.gain)
    node.start()
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
