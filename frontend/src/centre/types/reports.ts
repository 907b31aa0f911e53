// Reports upward, and messages in CAP.
import type { Level } from './alerts'
import type { Person, Text } from './people'

export type ReportKind = 'first' | 'follow_up' | 'final'
export type ReportStage = 'draft' | 'submitted' | 'signed' | 'sent' | 'receipted'
export type ReportField =
  | 'received' | 'source' | 'occurred' | 'place' | 'nature' | 'scope' | 'losses' | 'trend' | 'leaders' | 'measures' | 'advice'

export interface Report {
  id: string
  incident_id: string
  kind: ReportKind
  number: number
  stage: ReportStage
  code: string | null                 // the document's number, given when it is signed
  begun: boolean
  author: Person | null
  approver: Person | null
  created_at: string
  phone_due_at: string | null
  due_at: string | null
  due: { what: 'phone' | 'written'; at: string } | null
  signed_at: string | null
  phoned_at: string | null
  phoned_to: string | null
  written_at: string | null
  receipt_by: string | null
  receipt_at: string | null
  late: boolean
  late_reason: string | null
}

// POST /api/incidents/{id}/reports {kind: 'follow_up'|'final'} · GET /api/reports/{id} · PUT /api/reports/{id} {revision, body}
// POST /api/reports/{id}/submit · /return {reason} · /sign · /phoned {to, late_reason?} · /send {late_reason?} · /receipt {by, at?}
export interface ReportDetail extends Report {
  revision: number
  body: Record<ReportField, string>
  incident_number: string
  incident_title: Text
}

// GET /api/reports/owed → Owed[], the next due first
export interface Owed {
  report_id: string
  incident_id: string
  incident_number: string
  incident_title: Text
  level: Level
  kind: ReportKind
  number: number
  due: { what: 'phone' | 'written'; at: string }
}

// GET /api/reports/{id}/report.pdf, report.docx, report.xml (CAP 1.2, once it is signed); GET /api/alerts/{id}/cap.xml
// POST /api/cap with the XML as body → CapReceipt; 422 names where and why
export interface CapReceipt { identifier: string; alert_id: string | null }
// GET /api/alerts/{id}/cap → CapMessage[]
export interface CapMessage {
  identifier: string; sender: string; sent: string; message_type: string
  headline: string; event: string; severity: string; certainty: string; description: string; area: string
  position: { lon: number; lat: number } | null
}
