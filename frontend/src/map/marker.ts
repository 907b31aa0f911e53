// What stands on the map for a camera. Elements, not text: names come from people, and the page allows no inline
// styles.
import type { CameraRow } from './cameraRows'
import { LOOK_SHAPES } from '@/live/cameraLook'
import { levelLook } from '@/ui/marks/levels'

const SVG = 'http://www.w3.org/2000/svg'

function shape(path: string, colour: string, size: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [name, value] of Object.entries({
    width: size,
    height: size,
    viewBox: '0 0 16 16',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(name, String(value))
  }
  const drawn = document.createElementNS(SVG, 'path')
  drawn.setAttribute('d', path)
  drawn.setAttribute('fill', 'currentColor')
  drawn.setAttribute('fill-rule', 'evenodd')
  svg.style.color = colour
  svg.append(drawn)
  return svg
}

function span(name: string, text: string): HTMLElement {
  const element = document.createElement('span')
  element.className = name
  element.textContent = text
  return element
}

/** Alerts of this level and graver are named on the map even from afar. */
const GRAVE = 2

/** The state's shape in a disc; an open alert puts its level's shape there instead, larger. The name stands below. */
export function markerElement(row: CameraRow, name: string, colour: string): HTMLElement {
  const root = document.createElement('span')
  root.className = `pin ${row.look}${row.level ? ' alerting' : ''}${row.level && row.level <= GRAVE ? ' grave' : ''}`
  const disc = document.createElement('span')
  disc.className = 'disc'
  if (row.level) {
    const look = levelLook(row.level)
    disc.append(shape(look.shape, look.colour, 20))
    disc.style.borderColor = look.colour
  } else disc.append(shape(LOOK_SHAPES[row.look], colour, 13))
  const words = document.createElement('span')
  words.className = 'words'
  if (row.level) words.append(span('numeral', levelLook(row.level).numeral))
  words.append(span('name', name))
  root.append(disc, words)
  return root
}
