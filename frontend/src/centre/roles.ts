import type { Role } from './types'

/** Everybody but responders: they get orders, not alerts. */
export const READERS: Role[] = ['viewer', 'duty_officer', 'duty_leader', 'commander', 'reviewer', 'admin']

/** Those who take alerts, and must therefore hear them. */
export const DUTY: Role[] = ['duty_officer', 'duty_leader', 'commander']
