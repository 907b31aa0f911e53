import type { Gauge, Purpose } from '@/centre/types'

/** Geometry of what is drawn, in fractions of the picture from the top left. Pure. */
export type Point = [number, number]
export type Roi = Gauge['roi']

/** Corners that a shape of each purpose needs. */
export const fewest = (purpose: Purpose): number => (purpose === 'line' ? 2 : 3)
export const MOST_CORNERS = 64

const round = (value: number): number => Math.round(value * 10_000) / 10_000
export const clamp = (value: number): number => round(Math.min(1, Math.max(0, value)))
export const pointAt = (x: number, y: number): Point => [clamp(x), clamp(y)]

export function moved(points: readonly Point[], index: number, to: Point): Point[] {
  return points.map((point, each) => (each === index ? to : point))
}

export const without = (points: readonly Point[], index: number): Point[] => points.filter((_, each) => each !== index)

/** A new corner in the middle of the edge behind a corner. */
export function split(points: readonly Point[], index: number): Point[] {
  const [from, to] = [corner(points, index), corner(points, index + 1)]
  return [
    ...points.slice(0, index + 1),
    pointAt((from[0] + to[0]) / 2, (from[1] + to[1]) / 2),
    ...points.slice(index + 1),
  ]
}

/** The rectangle between two corners: left, top, width, height. */
export function rectangle(one: Point, other: Point): Roi {
  const [left, top] = [Math.min(one[0], other[0]), Math.min(one[1], other[1])]
  return [left, top, round(Math.abs(one[0] - other[0])), round(Math.abs(one[1] - other[1]))]
}

export const corners = ([left, top, width, height]: Roi): [Point, Point] => [
  [left, top],
  [round(left + width), round(top + height)],
]

export function centre(points: readonly Point[]): Point {
  const [x, y] = points.reduce<Point>(([left, top], point) => [left + point[0], top + point[1]], [0, 0])
  return [x / points.length, y / points.length]
}

/** The corner at an index, counted around; the middle of the picture where there is none. */
export const corner = (points: readonly Point[], index: number): Point =>
  points[(index + points.length) % Math.max(1, points.length)] ?? [0.5, 0.5]

/** Whether a point lies in a polygon (even-odd rule). */
export function contains(points: readonly Point[], [x, y]: Point): boolean {
  let inside = false
  points.forEach(([x1, y1], index) => {
    const [x0, y0] = corner(points, index - 1)
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside
  })
  return inside
}

/** Twice the area: 0 for corners on one line, from which no zone can be made. */
export function area(points: readonly Point[]): number {
  return Math.abs(
    points.reduce((sum, [x, y], index) => {
      const [nx, ny] = corner(points, index + 1)
      return sum + x * ny - nx * y
    }, 0),
  )
}
