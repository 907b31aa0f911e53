// The people who use it, and what every answer is made of.

export type Role =
  | 'viewer' | 'duty_officer' | 'duty_leader' | 'commander' | 'responder' | 'reviewer' | 'admin'

export interface Text { zh: string; en: string }

export interface User { id: string; username: string; display_name: string; role: Role }

// Somebody as records name them
export interface Person { id: string; display_name: string; role: Role }

// GET /api/sessions/current, POST /api/sessions {username, password}; DELETE /api/sessions/current
export interface Session { user: User; expires_at: string }

// Every error: {error: {code, message: {zh, en}, fields?}} with a fitting status
export interface ApiError { error: { code: string; message: Text; fields?: Record<string, string> } }

export interface Page<T> { items: T[]; total: number; page: number; page_size: number }

// GET /api/users → Page<Account>; POST /api/users {username, display_name, role, password} → Account
// PATCH /api/users/{id} {display_name?, role?, disabled?, password?} → Account; all but the name end the account's sessions (admin)
export interface Account extends User { disabled: boolean; created_at: string }
