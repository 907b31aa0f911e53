import { afterEach, describe, expect, it, vi } from 'vitest'
import { decodesFrames, isByProcessor } from './choice'

afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.removeItem('player')
})

describe('the choice of a player', () => {
  it('knows what stands in for a graphics card', () => {
    expect(isByProcessor('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')).toBe(true)
    expect(isByProcessor('llvmpipe (LLVM 15.0.6, 256 bits)')).toBe(true)
    expect(isByProcessor('ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)')).toBe(true)
    expect(isByProcessor(null)).toBe(true)
    expect(isByProcessor('ANGLE (Intel, Intel(R) UHD Graphics 630 Direct3D11 vs_5_0)')).toBe(false)
  })

  it('is a person’s where one was made, but never what the browser cannot do', () => {
    localStorage.setItem('player', 'frames')
    expect(decodesFrames('avc1.4d401e')).toBe(false)
    vi.stubGlobal('VideoDecoder', vi.fn())
    expect(decodesFrames('avc1.4d401e')).toBe(true)
    expect(decodesFrames('hvc1.1.6.L93.B0')).toBe(false)
    localStorage.setItem('player', 'video')
    expect(decodesFrames('avc1.4d401e')).toBe(false)
  })
})
