import type { Role } from './types'

/** Everybody but responders: they get orders, not alerts. */
export const READERS: Role[] = ['viewer', 'duty_officer', 'duty_leader', 'commander', 'reviewer', 'admin']
