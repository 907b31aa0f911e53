// Cameras as the map shows them: state, open alerts, worst first. Pure.
import type { Alert, Camera, CameraState, Level } from '@/centre/types'
import { cameraLook, LOOK_ORDER, type Look } from '@/live/cameraLook'

export interface CameraRow {
  camera: Camera
  state: CameraState
  look: Look
  alerts: Alert[]
  level: Level | null
}

/** Open alerts by camera; one that groups several cameras stands at each that is still concerned. */
export function alertsByCamera(open: readonly Alert[]): Map<string, Alert[]> {
  const found = new Map<string, Alert[]>()
  for (const alert of open) {
    const members = alert.members.filter((member) => !member.ended).map((member) => member.camera_id)
    const ids = new Set(members.length > 0 ? members : alert.camera ? [alert.camera.id] : [])
    for (const id of ids) found.set(id, [...(found.get(id) ?? []), alert])
  }
  return found
}

export function rowsOf(
  cameras: readonly Camera[],
  states: Record<string, CameraState>,
  open: readonly Alert[],
): CameraRow[] {
  const alerts = alertsByCamera(open)
  return cameras.map((camera) => {
    const state = states[camera.id] ?? camera.state
    const own = (alerts.get(camera.id) ?? []).toSorted((a, b) => a.level - b.level)
    return { camera, state, look: cameraLook(camera.enabled, state), alerts: own, level: own[0]?.level ?? null }
  })
}

/** Gravest alert first, then the worst state; cameras that are well stay in the order of the list. */
export function worstFirst(rows: readonly CameraRow[]): CameraRow[] {
  return rows.toSorted((a, b) => (a.level ?? 9) - (b.level ?? 9) || LOOK_ORDER[a.look] - LOOK_ORDER[b.look])
}

export function matches(row: CameraRow, hotspot: string, typed: string): boolean {
  if (hotspot !== '' && row.camera.hotspot !== hotspot) return false
  const wanted = typed.trim().toLowerCase()
  const { name, id } = row.camera
  return wanted === '' || [name.zh, name.en, id].some((text) => text.toLowerCase().includes(wanted))
}
