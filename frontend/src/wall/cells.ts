import type { Camera } from '@/centre/types'

/** Which cameras stand on the wall: those of a hotspot (or all), those that match a search, a page of them. */
export interface Arrangement { cameras: Camera[]; columns: number; rows: number; page: number; pages: number }

export interface Choice { hotspot: string | null; search: string; cells: number; page: number }

export function matches(camera: Camera, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  if (!wanted) return true
  return [camera.id, camera.name.zh, camera.name.en].some((name) => name.toLowerCase().includes(wanted))
}

/** Lays out at most `cells` cameras in the squarest grid; a page beyond the last is the last. */
export function arrange(cameras: readonly Camera[], choice: Choice): Arrangement {
  const chosen = cameras.filter(
    (camera) => (choice.hotspot === null || camera.hotspot === choice.hotspot) && matches(camera, choice.search),
  )
  const cells = Math.max(1, Math.min(choice.cells, chosen.length))
  const pages = Math.max(1, Math.ceil(chosen.length / cells))
  const page = Math.min(Math.max(0, choice.page), pages - 1)
  const columns = Math.ceil(Math.sqrt(cells))
  return {
    cameras: chosen.slice(page * cells, (page + 1) * cells),
    columns,
    rows: Math.ceil(cells / columns),
    page,
    pages,
  }
}
