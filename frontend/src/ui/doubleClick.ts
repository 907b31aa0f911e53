/** Two clicks within this, ms, and so near to each other, px, are one double click. */
const WITHIN = 500
const NEAR = 8
/** What a click does something to. */
const ACTIVE = 'a[href], button, summary, label, [role="button"], input, select'

interface Click {
  at: number
  x: number
  y: number
  on: Element | null
}

/**
 * Whether a click is the second half of a double click that falls on another thing than the first half did: what was
 * clicked has gone or moved, and what has come into its place was not meant. `now` in ms.
 */
export function isStray(first: Click | null, second: Click): boolean {
  if (first === null || second.on === null || second.on === first.on) return false
  const near = Math.abs(second.x - first.x) <= NEAR && Math.abs(second.y - first.y) <= NEAR
  return near && second.at - first.at <= WITHIN
}

/** Makes a double click one act on the whole page. Keys, which arrive as clicks without a place, are left alone. */
export function guardDoubleClicks(page: Document): void {
  let first: Click | null = null
  page.addEventListener(
    'click',
    (event) => {
      if (event.detail === 0 || !(event.target instanceof Element)) return
      const click: Click = {
        at: event.timeStamp,
        x: event.clientX,
        y: event.clientY,
        on: event.target.closest(ACTIVE),
      }
      if (isStray(first, click)) {
        event.preventDefault()
        event.stopImmediatePropagation()
        return
      }
      first = click
    },
    { capture: true },
  )
}
