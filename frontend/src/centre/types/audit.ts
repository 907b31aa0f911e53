// What was recorded, and whether it still holds.
import type { Person } from './people'

// POST /api/incidents/{id}/notes {text} → Transition
export interface Transition {
  number: number                       // event number within the realm
  subject: 'alert' | 'incident' | 'task' | 'report'
  subject_id: string
  from: string | null
  to: string                           // a state, or 'note' / 'level' / 'joined' / 'renamed' / 'corroborated' / 'changed' / 'plan' / 'attached' / 'edited' / 'phoned' on the same state
  at: string
  actor: Person | null                 // null: the machine
  reason: string | null
  note: string | null
  elapsed_ms: number | null            // since the state before
  data: Record<string, unknown>        // what else is recorded of it
}

// GET /api/audit/transitions?subject=&subject_id=&state=&role=&q=&from=&to=&page=&page_size= → Page<ChainRow>, newest first (admin)
// GET /api/audit/heads.jsonl (admin): the chains' heads to keep outside the centre
export interface ChainRow extends Transition { prev_hash: string; hash: string }

// GET /api/audit → Audit; POST /api/audit/verify → Audit, running (admin)
export interface AuditChain { realm: string; number: number; exported_number: number | null; exported_at: string | null }
export interface AuditVerdict { realm: string; checked: number; heads: number; broken_at: number | null; reason: string | null }
export interface Audit {
  chains: AuditChain[]; running: boolean; verified_at: string | null; seconds: number | null; verdicts: AuditVerdict[]
}
