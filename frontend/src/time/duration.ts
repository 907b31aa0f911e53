// How long something took, for records: the two largest units, as codes that the page puts into words.

export type Unit = 'ms' | 's' | 'm' | 'h' | 'd'
export interface Part { value: number; unit: Unit }

const SIZES: readonly [Unit, number][] = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000]]

/** `130_000` → 2 m, 10 s. Below a second milliseconds; a negative duration (clocks differ) counts as none. */
export function durationParts(milliseconds: number): Part[] {
  const whole = Math.max(0, Math.round(milliseconds))
  if (whole === 0) return [{ value: 0, unit: 's' }]
  if (whole < 1000) return [{ value: whole, unit: 'ms' }]
  const first = SIZES.findIndex(([, size]) => whole >= size)
  const parts: Part[] = []
  let left = whole
  for (const [unit, size] of SIZES.slice(first, first + 2)) {
    const value = Math.floor(left / size)
    left -= value * size
    if (value > 0) parts.push({ value, unit })
  }
  return parts
}
