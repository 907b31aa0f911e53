import { describe, expect, it } from 'vitest'
import { durationParts } from './duration'

const said = (ms: number): string => durationParts(ms).map(({ value, unit }) => `${value} ${unit}`).join(' ')

describe('how long something took', () => {
  it.each([
    [0, '0 s'], [340, '340 ms'], [41_000, '41 s'], [130_400, '2 m 10 s'], [120_000, '2 m'],
    [3_900_000, '1 h 5 m'], [93_600_000 * 3, '3 d 6 h'], [-5, '0 s'],
  ])('%i ms is said as %s', (ms, words) => expect(said(ms)).toBe(words))
})
