import type { FeatureCollection } from 'geojson'
import { shallowRef, type ShallowRef } from 'vue'
import { api } from '@/centre/client'

interface Geometry {
  collection: ShallowRef<FeatureCollection | null>
  error: ShallowRef<unknown>
  load: () => Promise<void>
}

/** The township as GeoJSON, asked for at once; on a failure `load` tries again. */
export function useGeometry(): Geometry {
  const collection = shallowRef<FeatureCollection | null>(null)
  const error = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    error.value = null
    try {
      collection.value = await api.get<FeatureCollection>('/map')
    } catch (failure) {
      error.value = failure
    }
  }
  void load()
  return { collection, error, load }
}
