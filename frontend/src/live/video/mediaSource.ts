/** The MediaSource that this browser has: the managed one where it must be used (phones), else the plain one. */

interface MediaSourceClass {
  new (): MediaSource
  isTypeSupported: (mime: string) => boolean
}

interface MediaSourceGlobals { ManagedMediaSource?: MediaSourceClass; MediaSource?: MediaSourceClass }

export function mediaSourceClass(scope: MediaSourceGlobals = globalThis): MediaSourceClass | null {
  return scope.MediaSource ?? scope.ManagedMediaSource ?? null
}

/** Gives a source to an element. Returns what undoes it. */
export function attachSource(video: HTMLVideoElement, source: MediaSource): () => void {
  // A managed source is only handed out where the element promises not to stream to another device.
  video.disableRemotePlayback = true
  const url = URL.createObjectURL(source)
  video.src = url
  return () => {
    URL.revokeObjectURL(url)
    video.removeAttribute('src')
    video.load()
  }
}

/** A video element as the wall uses it: no sound, no controls, plays by itself. */
export function createVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.autoplay = true
  video.playsInline = true
  video.tabIndex = -1
  video.setAttribute('aria-hidden', 'true')
  return video
}

const POOL_LIMIT = 64
const pool: HTMLVideoElement[] = []

/** An element from an earlier layout where there is one: making 44 new ones at every change is slow. */
export function borrowVideo(): HTMLVideoElement {
  return pool.pop() ?? createVideo()
}

export function returnVideo(video: HTMLVideoElement): void {
  video.remove()
  if (pool.length < POOL_LIMIT) pool.push(video)
}
