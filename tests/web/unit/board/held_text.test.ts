import { describe, expect, test } from 'vitest'
import { held_text, minutes_adding_up, minutes_text } from '../../../../web/src/console/board/held_text'

const minute = 60_000
const sum = (all: readonly number[]) => all.reduce((so_far, each) => so_far + each, 0)

describe('times held', () => {
  test('add up to their sum as it is read, however they are rounded', () => {
    let seed = 7
    const chance = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let tries = 0; tries < 500; tries += 1) {
      const parts = Array.from({ length: chance(40) }, () => chance(9_000_000))
      const made = minutes_adding_up(parts)
      expect(sum(made)).toBe(Math.round(sum(parts) / minute))
      made.forEach((each, i) => expect(Math.abs(each - (parts[i] ?? 0) / minute)).toBeLessThan(1))
    }
  })

  test('give what rounding leaves over to those that it takes most from', () => {
    expect(minutes_adding_up([0.4 * minute, 0.7 * minute, 0.9 * minute])).toEqual([0, 1, 1])
    expect(minutes_adding_up([])).toEqual([])
  })

  test('are read in days, hours and minutes', () => {
    expect(minutes_text(40)).toBe('0:40')
    expect(minutes_text(23 * 60 + 5)).toBe('23:05')
    expect(held_text((3 * 24 * 60 + 4 * 60 + 12) * minute)).toBe('3 天 04:12')
  })
})
