import { ref } from 'vue'

/** How far the pictures on this page are behind the cameras, ms: the median of the live tiles; null without any. */
export const pictureLag = ref<number | null>(null)

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/** Without those that are not known. */
export function known(values: number[]): number[] {
  return values.filter((value) => !Number.isNaN(value))
}
