// Stations that measure water and rain.
import type { Text } from './people'

// GET /api/stations?hours=24 → Station[]: the stations of the site with their level now
// POST /api/stations/{id}/readings {level_m?, rain_mm_h?, at?} or {readings: […]}, `Authorization: Bearer` the station's token → Taken
// POST /api/stations/{id}/token (admin) → Token, shown this once; DELETE takes it away
export interface Sample { at: string; value: number }
export interface Station {
  id: string; name: Text; hotspot: string; kind: 'river' | 'reservoir'; datum: Text | null
  level: Sample | null                 // metres above the datum
  rain: Sample | null                  // mm/h
  rate_m_per_h: number | null
  marks: { name: string; metres: number; reached: boolean }[]
  silent: boolean                      // no reading for stale_minutes: what is shown is of before
  stale_minutes: number
  has_token: boolean
  problem: { at: string; source: string; reason: string } | null   // the last message that could not be used
  history: Sample[]                    // levels of the hours asked for, one every 5 min at most
}
export interface Taken { new: number }
export interface Token { token: string }
