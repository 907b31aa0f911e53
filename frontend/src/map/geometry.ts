// The township as GeoJSON (WGS84), read defensively: what cannot be drawn is left out. Pure.
import type { Feature, FeatureCollection } from 'geojson'
import type { Text } from '@/centre/types'

export const AREA_KINDS = ['boundary', 'mountain', 'river', 'reservoir', 'road', 'village', 'place'] as const
export type AreaKind = (typeof AREA_KINDS)[number]

export function kindOf(feature: Feature): AreaKind {
  const kind: unknown = feature.properties?.kind
  return AREA_KINDS.find((each) => each === kind) ?? 'place'
}

export function nameOf(feature: Feature): Text | null {
  const name: unknown = feature.properties?.name
  if (typeof name !== 'object' || name === null) return null
  const { zh, en } = name as Partial<Text>
  return zh && en ? { zh, en } : null
}

/** Areas first, lines over them, points on top; cameras are drawn from their own list, with their state. */
export function layersOf(collection: FeatureCollection | null): Feature[] {
  const rank = (feature: Feature): number => {
    const type = feature.geometry.type
    return type.endsWith('Polygon') ? 0 : type.endsWith('LineString') ? 1 : 2
  }
  return (collection?.features ?? [])
    .filter((feature) => feature.geometry && feature.properties?.kind !== 'camera')
    .sort((a, b) => rank(a) - rank(b))
}
