import { describe, expect, it } from 'vitest'
import type { CameraState } from '@/centre/types'
import { cameraLook } from './cameraLook'

const state = (overrides: Partial<CameraState>): CameraState => ({
  link: 'online',
  faults: [],
  reason: null,
  detail: null,
  last_frame_at: null,
  reconnects: 0,
  adapter: null,
  streams: {},
  changed_at: null,
  ...overrides,
})

describe('how a camera looks', () => {
  it('is its link while it works', () => {
    expect(cameraLook(true, state({ link: 'stale' }))).toBe('stale')
  })

  it('is a fault when pictures come but are wrong', () => {
    expect(cameraLook(true, state({ faults: ['camera_frozen'] }))).toBe('fault')
  })

  it('is offline rather than a fault when no picture comes', () => {
    expect(cameraLook(true, state({ link: 'offline', faults: ['camera_lost'] }))).toBe('offline')
  })

  it('is disabled whatever the last state said', () => {
    expect(cameraLook(false, state({}))).toBe('disabled')
  })

  it('is connecting before anything is known', () => {
    expect(cameraLook(true, undefined)).toBe('connecting')
  })
})
