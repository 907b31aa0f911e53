// The site and its hotspots.
import type { Text } from './people'

export type HotspotKind = 'mountain' | 'river' | 'reservoir' | 'site'
export interface Hotspot { id: string; kind: HotspotKind; name: Text }

// GET /api/site
export interface Site { name: Text; time_zone: string; hotspots: Hotspot[]; version: string }

// GET /api/map → GeoJSON FeatureCollection (WGS84)
