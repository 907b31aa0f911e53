/** Which way of playing suits this browser. */

const CHOICE = 'player'
/** How browsers name what stands in for a graphics card. */
const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i
let drawsByProcessor: boolean | undefined

/**
 * Whether to decode sub-streams picture by picture and draw them here. Where a graphics card draws, the video element
 * is cheapest. Where there is none it puts the page together anew for every picture of every tile, and its buffers make
 * them late. `localStorage.player`, 'frames' or 'video', decides otherwise. Only over HTTPS or on this computer, as the
 * browser has it.
 */
export function decodesFrames(codec: string): boolean {
  if (typeof VideoDecoder === 'undefined' || !codec.startsWith('avc1')) return false
  const choice = localStorage.getItem(CHOICE)
  if (choice === 'frames' || choice === 'video') return choice === 'frames'
  drawsByProcessor ??= isByProcessor(renderer())
  return drawsByProcessor
}

/** `name`: what draws, as the browser calls it; null where it has nothing for three dimensions. */
export function isByProcessor(name: string | null): boolean {
  return name === null || BY_PROCESSOR.test(name)
}

function renderer(): string | null {
  const context = document.createElement('canvas').getContext('webgl')
  if (!context) return null
  const details = context.getExtension('WEBGL_debug_renderer_info')
  const name = String(context.getParameter(details ? details.UNMASKED_RENDERER_WEBGL : context.RENDERER))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return name
}
