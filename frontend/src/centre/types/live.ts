// The WebSocket of pictures.

// ------------------------------------------------------------------ WebSocket /api/ws/live
// page → server (JSON): {subscribe: [{camera, stream: 'sub'|'main'|'jpeg'}]} replaces the whole set each time
//                        {codecs: ['avc1', 'hvc1', …]} what MediaSource can play, once at the start
//                        {received: N} bytes of binary messages taken so far on this connection, about every 100 kB; the centre
//                        keeps little more than that under way, so that a page that is late loses pictures instead of time
// stream may be sub, main, jpeg, or view: the detectors' own view, with a note beside each picture
// server → page (binary): uint32 big-endian length of the header, header as JSON, payload
export interface ViewScore { kind: string; zone: string | null; score: number; threshold: number; value: number | null; unit: string | null; veto: string | null }
export interface ViewNote { width: number; height: number; scores: ViewScore[] }
export type LiveHeader =
  | { t: 'init'; camera: string; stream: string; init_id: string; codec: string; width: number; height: number } // payload: init segment
  | { t: 'frag'; camera: string; stream: string; init_id: string; key: boolean; pts: number; dts: number; step: number; dur: number; captured_at: number } // µs; payload: moof+mdat
  | { t: 'jpeg'; camera: string; stream: 'jpeg' | 'view'; captured_at: number; note?: ViewNote } // payload: JPEG; view: what the detectors see
  | { t: 'none'; camera: string; stream: string; reason: string }           // cannot be had now
// The first fragment after an init, and after a drop, starts with a keyframe.
