import { api } from '@/centre/client'
import type { CameraChange, CameraSpec, Page } from '@/centre/types'

/** A camera's specification, and the number of the last change of it that the reader knows of. */
export interface StoredSpec {
  spec: CameraSpec
  since: number
}

/** Reads both. The number first: what somebody stores between the two answers then counts as known. */
export async function readSpec(id: string): Promise<StoredSpec> {
  const changes = await api.get<Page<CameraChange>>(`/cameras/${id}/changes`, { page_size: 1 })
  return { spec: await api.get<CameraSpec>(`/cameras/${id}/spec`), since: changes.items[0]?.number ?? 0 }
}
