import type { Camera } from '@/centre/types'

/** Which cameras stand on the wall: those of a hotspot (or all), those that match a search, a page of them. */
export interface Arrangement { cameras: Camera[]; columns: number; rows: number; page: number; pages: number }

export interface Choice {
  hotspot: string | null
  search: string
  cells: number
  page: number
  /** Cameras with alerts come before the others where not all have room on one page. */
  alertsFirst: boolean
  /** Pages turn by themselves. */
  tour: boolean
}

export function matches(camera: Camera, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  if (!wanted) return true
  return [camera.id, camera.name.zh, camera.name.en].some((name) => name.toLowerCase().includes(wanted))
}

/**
 * Lays out at most `cells` cameras in the squarest grid; a page beyond the last is the last. `forward`: ids of those
 * that come first where there are several pages.
 */
export function arrange(cameras: readonly Camera[], choice: Choice, forward: readonly string[] = []): Arrangement {
  const wanted = cameras.filter(
    (camera) => (choice.hotspot === null || camera.hotspot === choice.hotspot) && matches(camera, choice.search),
  )
  const cells = Math.max(1, Math.min(choice.cells, wanted.length))
  const chosen = cells < wanted.length && choice.alertsFirst ? broughtForward(wanted, forward) : wanted
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

function broughtForward(cameras: readonly Camera[], forward: readonly string[]): Camera[] {
  const place = new Map(forward.map((id, index) => [id, index]))
  const at = (camera: Camera): number => place.get(camera.id) ?? forward.length
  return [...cameras].sort((a, b) => at(a) - at(b)) // equal ones keep their order
}
