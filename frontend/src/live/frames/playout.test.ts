import { describe, expect, it } from 'vitest'
import { Playout } from './playout'

describe('the playout of pictures', () => {
  it('shows all as late as the usual latest, whatever the clocks say', () => {
    const playout = new Playout()
    // Fragments of two: the first of each is 80 ms later than the second; the clocks disagree by an hour.
    for (let i = 0; i < 32; i += 1) playout.note(-3_600_000 + (i % 2 ? 100 : 180))
    const captures = [1000, 1080, 1160]
    expect(playout.due(captures, -3_600_000 + 1179)).toBe(0)
    expect(playout.due(captures, -3_600_000 + 1180)).toBe(1)
    expect(playout.due(captures, -3_600_000 + 1340)).toBe(3)
  })

  it('lets one picture that came very late not hold up the others, and forgets a bad moment', () => {
    const playout = new Playout()
    for (let i = 0; i < 40; i += 1) playout.note(i === 20 ? 5000 : 100)
    expect(playout.due([0], 101)).toBe(1)
    for (let i = 0; i < 32; i += 1) playout.note(i < 10 ? 3000 : 100)
    expect(playout.due([0], 449)).toBe(0)
    expect(playout.due([0], 450)).toBe(1)
    for (let i = 0; i < 32; i += 1) playout.note(100)
    expect(playout.due([0], 100)).toBe(1)
  })
})
