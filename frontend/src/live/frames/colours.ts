/**
 * From luma and colour differences to red, green and blue, by tables.
 *
 * Source: ITU-R BT.601 and BT.709, with their limited range (16 to 235) and the full one that many cameras send.
 */

/** Shares of red and blue in luma. */
const SHARES: Record<string, { red: number; blue: number }> = {
  bt709: { red: 0.2126, blue: 0.0722 },
  smpte170m: { red: 0.299, blue: 0.114 },
}
/** Sums of the tables run from -FLOOR to 255 + FLOOR. */
const FLOOR = 320

export interface Colours {
  /** By the sum of four lumas: their mean, FLOOR higher, so that a sum with the others is an index of `clamp`. */
  luma: Int16Array
  redByV: Int16Array
  greenByU: Int16Array
  greenByV: Int16Array
  blueByU: Int16Array
  clamp: Uint8Array
}

const made = new Map<string, Colours>()

/** The tables for a picture; BT.601 where it does not say, as small pictures have it. */
export function coloursOf({ matrix, fullRange }: Partial<VideoColorSpaceInit>): Colours {
  const name = `${matrix} ${fullRange}`
  const colours = made.get(name) ?? makeColours(SHARES[matrix ?? ''] ?? { red: 0.299, blue: 0.114 }, fullRange ?? false)
  made.set(name, colours)
  return colours
}

function makeColours({ red, blue }: { red: number; blue: number }, full: boolean): Colours {
  const green = 1 - red - blue
  const [foot, stretch, swing] = full ? [0, 1, 1] : [16, 255 / 219, 255 / 224]
  const byDifference = (factor: number): Int16Array =>
    Int16Array.from({ length: 256 }, (_, i) => Math.round(factor * swing * (i - 128)))
  return {
    luma: Int16Array.from({ length: 1021 }, (_, sum) => Math.round(stretch * (sum / 4 - foot)) + FLOOR),
    redByV: byDifference(2 * (1 - red)),
    greenByU: byDifference((-2 * (1 - blue) * blue) / green),
    greenByV: byDifference((-2 * (1 - red) * red) / green),
    blueByU: byDifference(2 * (1 - blue)),
    clamp: Uint8Array.from({ length: 256 + 2 * FLOOR }, (_, i) => Math.max(0, Math.min(255, i - FLOOR))),
  }
}
