/** Pictures are looked for not more often than this, ms, and not more seldom. */
const QUICKEST = 33
const SLOWEST = 200

/**
 * How often to look for pictures that are due, ms, so that the quickest stream loses none; 0 without any that is known.
 */
export function pace(steps: readonly number[]): number {
  const known = steps.filter((step) => step > 0)
  return known.length === 0 ? 0 : Math.max(QUICKEST, Math.min(SLOWEST, ...known))
}
