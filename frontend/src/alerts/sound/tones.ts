import type { Level } from '@/centre/types'

/**
 * What the loudspeaker says: a level, that this page hears nothing from the centre any more, or once, that a further
 * alert has come while one rings.
 */
export type Signal = Level | 'lost' | 'arrival'

interface Beep { at: number; length: number; from: number; to: number }
interface Pattern { period: number; beeps: readonly Beep[] }

const beep = (at: number, length: number, from: number, to = from): Beep => ({ at, length, from, to })

/**
 * One turn of each signal, in seconds and hertz. More urgent is faster, higher and denser; each is told from the others
 * without counting: Ⅰ a rising siren, Ⅱ two tones three times, Ⅲ two short ones, Ⅳ one, lost: falling, arrival: four
 * high pips that climb.
 */
export const PATTERNS: Record<Signal, Pattern> = {
  1: { period: 1.2, beeps: [beep(0, 0.5, 700, 1400), beep(0.55, 0.5, 700, 1400)] },
  2: { period: 2.5, beeps: [0, 0.5, 1].flatMap((at) => [beep(at, 0.2, 988), beep(at + 0.22, 0.2, 740)]) },
  3: { period: 5, beeps: [beep(0, 0.22, 784), beep(0.32, 0.22, 784)] },
  4: { period: 10, beeps: [beep(0, 0.35, 587)] },
  arrival: { period: 1, beeps: [0, 1, 2, 3].map((step) => beep(step * 0.2, 0.12, 1400 + step * 300)) },
  lost: { period: 10, beeps: [beep(0, 0.6, 520, 260), beep(0.7, 0.6, 520, 260)] },
}

const LOUDNESS = 0.85
/** Ramp at both ends of a beep, so that it does not click, seconds. */
const RAMP = 0.012

/** Samples of one turn, between -1 and 1. Odd harmonics carry through a loud room better than a pure tone. */
export function render(pattern: Pattern, rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(pattern.period * rate))
  for (const each of pattern.beeps) renderBeep(samples, each, rate)
  return samples
}

function renderBeep(samples: Float32Array, { at, length, from, to }: Beep, rate: number): void {
  const first = Math.round(at * rate)
  const count = Math.round(length * rate)
  let phase = 0
  for (let i = 0; i < count && first + i < samples.length; i += 1) {
    phase += (2 * Math.PI * (from + ((to - from) * i) / count)) / rate
    const wave = Math.sin(phase) + Math.sin(3 * phase) / 3 + Math.sin(5 * phase) / 5
    const ramp = Math.min(1, i / (RAMP * rate), (count - i) / (RAMP * rate))
    samples[first + i] = LOUDNESS * ramp * wave
  }
}

/** What should sound: the most urgent level that nobody has taken; else that the page is cut off; else nothing. */
export function signalFor(levels: readonly Level[], cutOff: boolean): Signal | null {
  if (levels.length > 0) return Math.min(...levels) as Level
  return cutOff ? 'lost' : null
}

/**
 * Whether an alert of this level that comes while `ringing` sounds has to be heard by itself. A graver one changes what
 * rings; of the lesser ones only Ⅰ and Ⅱ, and those as grave as what rings, break in.
 */
export function breaksIn(level: Level, ringing: Signal | null): boolean {
  if (typeof ringing !== 'number' || level < ringing) return false
  return level === ringing || level <= 2
}
