/** Which way of playing suits this browser. */

const CHOICE = 'player'
let drawsByProcessor: boolean | undefined

/**
 * Whether to decode sub-streams picture by picture and draw them here. Where a graphics card draws, the video element is
 * cheapest. Where there is none it puts the page together anew for every picture of every tile, and its buffers make them
 * late. `localStorage.player`, 'frames' or 'video', decides otherwise. Only over HTTPS or on this computer, as the browser
 * has it.
 */
export function decodesFrames(codec: string): boolean {
  if (typeof VideoDecoder === 'undefined' || !codec.startsWith('avc1')) return false
  const choice = localStorage.getItem(CHOICE)
  if (choice === 'frames' || choice === 'video') return choice === 'frames'
  drawsByProcessor ??= !document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true })
  return drawsByProcessor
}
