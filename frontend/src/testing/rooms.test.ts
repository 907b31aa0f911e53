import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The rooms, the lowest first: each imports from those before it, and from none after it. */
const FLOORS = [
  'time', 'centre', 'i18n', 'ui', 'live', 'playback', 'duty', 'alerts', 'map', 'incidents', 'wall', 'water', 'settings',
  'signin', 'shell',
]
/** These stand above all rooms. */
const ENTRY = ['App.vue', 'main.ts']
const SOURCES = 'src'
const IMPORT = /(?:from|import|import\() ?'([@.][^']*)'/g

interface Arrow { from: string; to: string }

const isTest = (file: string): boolean => file.endsWith('.test.ts') || file.startsWith('testing/')
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|vue)$/.test(file))
const known = new Set(files)
const roomOf = (file: string): string => file.split('/')[0] ?? ''

function target(from: string, named: string): string | undefined {
  const path = named.startsWith('@/') ? named.slice(2) : normalize(join(dirname(from), named))
  return [path, `${path}.ts`, `${path}/index.ts`].find((file) => known.has(file))
}

/** What a file imports of the page's own files; a page is loaded later by its declaration, which is no arrow back. */
function arrowsOf(from: string, source: string): Arrow[] {
  const text = from.endsWith('pages.ts') ? source.replace(/import\('[^']*'\)/g, '') : source
  return [...text.matchAll(IMPORT)].flatMap(([, named]) => {
    const to = target(from, named ?? '')
    return to ? [{ from, to }] : []
  })
}

const arrows = files
  .filter((file) => !isTest(file))
  .flatMap((file) => arrowsOf(file, readFileSync(join(SOURCES, file), 'utf8')))

const told = ({ from, to }: Arrow): string => `${from} imports ${to}`
const floor = (file: string): number => (ENTRY.includes(file) ? FLOORS.length : FLOORS.indexOf(roomOf(file)))
const upward = (all: readonly Arrow[]): string[] => all.filter(({ from, to }) => floor(to) > floor(from)).map(told)

/** The files of a circle of imports; empty where there is none. */
function circle(all: readonly Arrow[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  function walk(file: string, path: readonly string[]): string[] {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    for (const to of next.get(file) ?? []) {
      const found = walk(to, [...path, file])
      if (found.length > 0) return found
    }
    done.add(file)
    return []
  }
  for (const file of next.keys()) {
    const found = walk(file, [])
    if (found.length > 0) return found
  }
  return []
}

describe('the rooms of the page', () => {
  it('stand each on a floor', () => {
    const rooms = new Set(files.filter((file) => !isTest(file) && !ENTRY.includes(file)).map(roomOf))
    expect([...rooms].filter((room) => !FLOORS.includes(room))).toEqual([])
    expect(arrows.length).toBeGreaterThan(500)
  })

  it('import only downward', () => {
    expect(upward(arrows)).toEqual([])
  })

  it('have no circle of files', () => {
    expect(circle(arrows)).toEqual([])
  })

  it('leave test data to the tests', () => {
    expect(arrows.filter(({ to }) => isTest(to)).map(told)).toEqual([])
  })
})

describe('a planted import', () => {
  it('upward is found', () => {
    const planted = arrowsOf('centre/events.ts', "import { useAlerts } from '@/alerts/alerts'\n")
    expect(upward(planted)).toEqual(['centre/events.ts imports alerts/alerts.ts'])
  })

  it('that closes a circle is found', () => {
    const planted = arrowsOf('centre/socket.ts', "import { useEvents } from './events'\n")
    expect(circle([...arrows, ...planted])).toContain('centre/socket.ts')
  })
})
