import type { CameraSpec } from '@/centre/types'

/** What a form of a camera holds: texts as they are typed. An empty `rate` is keyframes only. */
export interface CameraDraft {
  id: string
  zh: string
  en: string
  hotspot: string
  position: { lon: number; lat: number } | null
  main: string
  sub: string
  transport: CameraSpec['transport']
  record: CameraSpec['record']
  rate: string
}

export type DraftProblem = 'required' | 'idForm' | 'taken' | 'rate'

const ID = /^[a-z0-9][a-z0-9_-]{0,47}$/
/** Frames a second that adapters analyse, least and most. */
const RATE = { least: 0.05, most: 30 }

/** The first of cam01, cam02 … that no camera has. */
export function freeId(taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = `cam${String(number).padStart(2, '0')}`
    if (!taken.has(id)) return id
  }
}

export const emptyDraft = (id: string, hotspot: string): CameraDraft => ({
  id,
  zh: '',
  en: '',
  hotspot,
  position: null,
  main: '',
  sub: '',
  transport: 'tcp',
  record: 'sub',
  rate: '',
})

export const draftOf = (spec: CameraSpec): CameraDraft => ({
  id: spec.id,
  zh: spec.name.zh,
  en: spec.name.en,
  hotspot: spec.hotspot,
  position: spec.position,
  main: spec.main,
  sub: spec.sub ?? '',
  transport: spec.transport,
  record: spec.record,
  rate: typeof spec.analysis_fps === 'number' ? String(spec.analysis_fps) : '',
})

/** What is wrong before the centre is asked. `taken` are the ids that a new camera cannot have. */
export function problemsOf(
  draft: CameraDraft,
  taken: ReadonlySet<string>,
): Partial<Record<keyof CameraDraft, DraftProblem>> {
  const found: Partial<Record<keyof CameraDraft, DraftProblem>> = {}
  for (const key of ['zh', 'hotspot', 'main'] as const) if (draft[key].trim() === '') found[key] = 'required'
  if (draft.position === null) found.position = 'required'
  if (!ID.test(draft.id.trim())) found.id = 'idForm'
  else if (taken.has(draft.id.trim())) found.id = 'taken'
  const rate = Number(draft.rate)
  if (draft.rate.trim() !== '' && !(rate >= RATE.least && rate <= RATE.most)) found.rate = 'rate'
  return found
}

/** The specification of a draft without problems; zones, gauges and detectors stay as they are in `stored`. */
export function specOf(draft: CameraDraft, stored: CameraSpec | null): CameraSpec {
  const kept = stored ?? { zones: [], gauges: [], detectors: [], enabled: true }
  return {
    ...kept,
    id: draft.id.trim(),
    name: { zh: draft.zh.trim(), en: draft.en.trim() || draft.zh.trim() },
    hotspot: draft.hotspot,
    position: draft.position ?? { lon: 0, lat: 0 },
    main: draft.main.trim(),
    sub: draft.sub.trim() || null,
    transport: draft.transport,
    record: draft.record,
    analysis_fps: draft.rate.trim() === '' ? 'keyframes' : Number(draft.rate),
  }
}
