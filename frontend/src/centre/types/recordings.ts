// What was recorded of a camera.

// GET /api/recordings?camera=&from=&to= → Segment[]
export interface Segment {
  camera_id: string; stream: 'main' | 'sub'; started_at: string; duration: number | null
  open: boolean; discontinuity: boolean; expired: boolean; bytes: number | null
}
// GET /api/recordings/{camera}/clip.mp4?from=&to= → video/mp4 (ranges), header x-clip-start: ISO time of the first picture (the keyframe at or before from); 410 {code:'expired'}, 404 {code:'no_recording'}
