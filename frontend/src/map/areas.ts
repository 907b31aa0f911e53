// The township's areas as Leaflet draws them, from vectors alone; for every map of the page.
import type { Feature, FeatureCollection } from 'geojson'
import { geoJSON, tooltip, type LayerGroup, type PathOptions } from 'leaflet'
import type { Text } from '@/centre/types'
import { kindOf, layersOf, nameOf, type AreaKind } from './geometry'
import './areas.css'

/** Names of places lie over the areas and under what is marked. */
export const NAMES_PANE = 'names'
const STYLES: Record<AreaKind, PathOptions> = {
  boundary: { color: '#5d6b7a', weight: 2, dashArray: '8 6', fill: false },
  mountain: { color: '#33423b', weight: 1, fillColor: '#18211d', fillOpacity: 1 },
  river: { color: '#2d5170', weight: 6, fillColor: '#1d3347', fillOpacity: 1 },
  reservoir: { color: '#2d5170', weight: 1.5, fillColor: '#1d3347', fillOpacity: 1 },
  road: { color: '#3a444f', weight: 2, fill: false },
  village: { color: '#3a444f', weight: 1, fillColor: '#232b34', fillOpacity: 1 },
  place: { color: '#3a444f', weight: 1, fillColor: '#232b34', fillOpacity: 1 },
}
type Say = (text: Text | null) => string

function areaLayer(feature: Feature, say: Say): LayerGroup {
  const kind = kindOf(feature)
  const layer = geoJSON(feature, {
    interactive: false,
    style: STYLES[kind],
    pointToLayer: (_, at) =>
      tooltip({ permanent: true, direction: 'top', offset: [0, -8], className: `area ${kind} point`, pane: NAMES_PANE })
        .setLatLng(at)
        .setContent(document.createTextNode(say(nameOf(feature))) as unknown as HTMLElement),
  })
  const name = nameOf(feature)
  if (name && feature.geometry.type !== 'Point' && kind !== 'boundary') {
    const label = document.createElement('span')
    label.textContent = say(name)
    layer.bindTooltip(label, {
      permanent: true,
      direction: 'center',
      offset: kind === 'river' ? [0, -26] : [0, 0],
      className: `area ${kind}`,
      interactive: false,
      pane: NAMES_PANE,
    })
  }
  return layer
}

/** All of them as one layer; the map needs the pane of their names first. */
export function areasLayer(collection: FeatureCollection | null, say: Say): LayerGroup {
  const areas = geoJSON(undefined)
  for (const feature of layersOf(collection)) areas.addLayer(areaLayer(feature, say))
  return areas
}
