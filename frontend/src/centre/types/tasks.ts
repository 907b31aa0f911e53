// Tasks, who can be given one, and the plans that give many.
import type { Level } from './alerts'
import type { Person, Text } from './people'

export type TaskState = 'assigned' | 'accepted' | 'en_route' | 'on_scene' | 'done' | 'declined' | 'cancelled'

// POST /api/incidents/{id}/tasks {title, detail?, unit?, person_id?, due_at?} → Task
// POST /api/tasks/{id}/step {key, to, note?, position?, tapped_at?} → Task; the same key again changes nothing
// POST /api/tasks/{id}/reassign {unit?, person_id?, due_at?} → Task
export interface Task {
  id: string
  incident_id: string
  state: TaskState
  title: Text
  detail: Text | null
  unit: string | null
  unit_name: Text | null
  person: Person | null
  plan: string | null
  assigned_at: string
  assigned_by: Person
  state_since: string
  due_at: string | null               // when somebody should be on the scene
  accepted_at: string | null
  accepted_by: Person | null
  en_route_at: string | null
  on_scene_at: string | null
  done_at: string | null
  position: { lon: number; lat: number } | null
}

// GET /api/tasks/mine → MyTask[]; GET /api/tasks/{id}/picture.jpg
export interface MyTask {
  task: Task
  incident_number: string; incident_title: Text
  level: Level; kind: string
  hotspot: string | null
  position: { lon: number; lat: number } | null
  unit_phone: string | null
  has_picture: boolean
}

// GET /api/crew
export interface Crew {
  units: { id: string; name: Text; phone: string; leader: string | null }[]
  people: { id: string; display_name: string }[]
}

// GET /api/incidents/{id}/plans → Plan[]; POST /api/incidents/{id}/plan {plan} → Task[]
export interface Plan {
  id: string; name: Text
  hotspot: string | null
  kinds: string[]
  level: Level
  when: Text
  tasks: { title: Text; detail: Text | null; unit: string; unit_name: Text; within_minutes: number | null }[]
  phones: { name: Text; phone: string }[]
  fits: boolean
}
