// How the system is.
import type { Text } from './people'

// GET /api/health (no session)
export interface Health {
  status: 'ok' | 'degraded' | 'failed'
  version: string
  cameras: { total: number; online: number; stale: number; offline: number }
  redis: { status: 'ok' | 'failed'; live: 'ok' | 'failed'; memory_ratio: number | null }
  database: { status: 'ok' | 'failed'; latency_ms: number | null }
  canary: { seen_at: string | null; latency_ms: number | null }
  clock: { synchronised: boolean | null; offset_ms: number | null }
  adapters: { id: string; seen_at: string; cameras: number }[]
  alarms: { code: string; message: Text }[]
}
