// One clip of the recordings: which one, whether it can be had, and what time its pictures are of.
import { apiUrl, NetworkError, refusal } from '@/centre/client'
import type { Bar, Span } from './dayLine'

export const LEAD_MS = 10_000
/** Longer clips take the centre longer to cut than a person likes to wait; the next one follows by itself. */
export const CLIP_MS = 3 * 60_000

const iso = (instant: number): string => new Date(instant).toISOString()

export interface ClipAsked extends Span { camera: string }

export type ClipState =
  | { is: 'loading' }
  | { is: 'ready'; url: string; startedAt: number }
  | { is: 'expired' }
  | { is: 'none' }
  | { is: 'failed'; error: unknown }

export function clipUrl({ camera, from, to }: ClipAsked): string {
  return apiUrl(`/recordings/${encodeURIComponent(camera)}/clip.mp4`, { from: iso(from), to: iso(to) })
}

/** The same clip to keep: the centre names the file, and the record says that it was taken. */
export function downloadUrl({ camera, from, to }: ClipAsked): string {
  const where = `/recordings/${encodeURIComponent(camera)}/clip.mp4`
  return apiUrl(where, { from: iso(from), to: iso(to), download: 'true' })
}

/** A clip starts at the keyframe before the asked instant; the centre names that instant in a header. */
function startOf(response: Response, asked: ClipAsked): number {
  const named = Date.parse(response.headers.get('x-clip-start') ?? '')
  return Number.isNaN(named) ? asked.from : named
}

/** Asks for the first byte: `<video>` cannot say why a clip cannot be had. */
export async function findClip(asked: ClipAsked, signal: AbortSignal): Promise<ClipState> {
  const url = clipUrl(asked)
  let response: Response
  try {
    response = await fetch(url, { headers: { range: 'bytes=0-0' }, credentials: 'same-origin', signal })
  } catch (error) {
    return { is: 'failed', error: new NetworkError(error) }
  }
  if (response.ok) {
    void response.body?.cancel()
    return { is: 'ready', url, startedAt: startOf(response, asked) }
  }
  if (response.status === 410) return { is: 'expired' }
  if (response.status === 404) return { is: 'none' }
  return { is: 'failed', error: await refusal(response) }
}

export interface Piece extends Span { open: boolean }

/** The clip of a stretch that shows an instant: from a little before it on. `open`: the stretch is still growing. */
export function pieceOf(stretch: Span & { open: boolean }, at: number): Piece {
  const within = Math.min(Math.max(at, stretch.from), stretch.to)
  const from = Math.max(stretch.from, within - LEAD_MS)
  const to = Math.min(stretch.to, from + CLIP_MS)
  return { from, to, open: stretch.open && to === stretch.to }
}

/** The clip that shows an instant, never across a break of the recording; null where nothing is recorded. */
export function pieceAt(bars: readonly Bar[], at: number): Piece | null {
  const bar = bars.findLast((each) => each.kind === 'recorded' && each.from <= at && at <= each.to)
  return bar ? pieceOf(bar, at) : null
}

/** Where to go on when a piece has ended: right behind it, else the next recorded instant; null at the end. */
export function nextAfter(bars: readonly Bar[], at: number): number | null {
  for (const bar of bars) {
    if (bar.kind !== 'recorded' || bar.to - at < LEAD_MS / 10) continue
    return Math.max(bar.from, at)
  }
  return null
}
