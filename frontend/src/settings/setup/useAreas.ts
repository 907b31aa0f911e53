import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { fieldText } from '@/centre/client'
import { t, text } from '@/i18n'
import * as drafts from './draft'
import { firstName } from './names'
import { corner, rectangle } from './shapes'
import type { Drawn, Tool } from './useDrawing'
import type { Setup } from './useSetup'

export interface Areas {
  tool: Ref<Tool>
  selected: Ref<drafts.AreaRef | null>
  area: ComputedRef<ReturnType<typeof drafts.areaOf>>
  /** Where the selected one stands in the specification, as the centre names its fields: `zones.2`. */
  prefix: ComputedRef<string>
  /** The problem of a field below a prefix; '' for none. */
  problem: (prefix: string) => (field: string) => string
  drawn: (drawn: Drawn) => void
  remove: () => void
}

/** The zones and gauges of a set-up: which is selected, what was drawn, and what is wrong with each. */
export function useAreas(setup: Setup): Areas {
  const { draft } = setup
  const tool = ref<Tool>('select')
  const selected = ref<drafts.AreaRef | null>(null)
  const area = computed(() => (draft.value ? drafts.areaOf(draft.value, selected.value) : undefined))
  const problems = computed(
    () => new Map([...setup.problems.value].reverse().map(({ field, key, values }) => [field, t(key, values)])),
  )
  const prefix = computed(() => {
    const one = selected.value
    if (!one || !draft.value) return ''
    const list: readonly { id: string }[] = one.kind === 'zone' ? draft.value.zones : draft.value.gauges
    return `${one.kind}s.${list.findIndex(({ id }) => id === one.id)}`
  })

  /** Ours first: it is in the reader's language. The centre names a part of a field (`polygon.2.1`) too. */
  const problem =
    (before: string) =>
    (field: string): string => {
      const name = `${before}.${field}`
      const refused = Object.entries(setup.refused.value).find(([key]) => key === name || key.startsWith(`${name}.`))
      return problems.value.get(name) ?? (refused ? t('setup.refused', { text: text(fieldText(refused[1])) }) : '')
    }

  function drawn({ tool: used, points }: Drawn): void {
    const now = draft.value
    if (!now || used === 'select') return
    if (used === 'row') {
      const row = corner(points, 0)[1]
      const gauge = area.value && 'roi' in area.value ? area.value : undefined
      if (gauge) setup.change(drafts.addRow(now, gauge.id, row, metresAt(gauge.points, row)))
      return
    }
    const id = drafts.freeId(now, used)
    const name = firstName(used, drafts.nextNumber(now, used === 'gauge' ? null : used))
    if (used === 'gauge') {
      setup.change(
        drafts.addGauge(now, {
          id,
          name,
          kind: 'staff',
          roi: rectangle(corner(points, 0), corner(points, 1)),
          points: [],
          levels: {},
          rise_alert_m_per_h: null,
        }),
      )
      selected.value = { kind: 'gauge', id }
      tool.value = 'row'
    } else {
      setup.change(drafts.addZone(now, { id, name, purpose: used, polygon: points }))
      selected.value = { kind: 'zone', id }
      tool.value = 'select'
    }
  }

  function remove(): void {
    if (draft.value && selected.value) setup.change(drafts.removeArea(draft.value, selected.value))
    selected.value = null
  }

  return { tool, selected, area, prefix, problem, drawn, remove }
}

/** A first guess for a new row, to be corrected: on the line through the rows that are known, else 0 at the first. */
function metresAt(points: readonly [number, number][], row: number): number {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return 0
  const slope = first === last ? -1 : (last[1] - first[1]) / (last[0] - first[0])
  return Math.round((first[1] + (row - first[0]) * slope) * 100) / 100
}
