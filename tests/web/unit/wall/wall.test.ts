import { describe, expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { best_and_worst } from '../../../../web/src/console/wall/ranking'
import { day_begins_ms, hour_begins_ms, page_at, until_reload_ms } from '../../../../web/src/console/wall/wall_time'

const hour = 3_600_000
const zone = 'Asia/Shanghai'

describe('the hours of a wall', () => {
  test('are the city’s', () => {
    expect(day_begins_ms(20261126, zone)).toBe(Date.UTC(2026, 10, 25, 16))
    expect(hour_begins_ms(Date.UTC(2026, 10, 26, 4, 50), zone)).toBe(Date.UTC(2026, 10, 26, 4))
    expect(hour_begins_ms(Date.UTC(2026, 10, 26, 4, 50), 'Asia/Kolkata')).toBe(Date.UTC(2026, 10, 26, 4, 30))
  })

  test('bring a new page at four in the morning, once a day', () => {
    const three = Date.UTC(2026, 10, 25, 19)
    expect(until_reload_ms(three, zone)).toBe(hour)
    expect(until_reload_ms(three + hour, zone)).toBe(24 * hour)
    expect(until_reload_ms(three + 2 * hour, zone)).toBe(23 * hour)
  })

  test('turn the page of the late ones every eight seconds', () => {
    expect([0, 7_999, 8_000, 16_000, 24_000].map((at) => page_at(at, 3))).toEqual([0, 0, 1, 2, 0])
    expect(page_at(123_456, 0)).toBe(0)
  })
})

describe('the ranking of departments', () => {
  const row = (group: string, counted: number, of: number) => ({
    group,
    name: group,
    shares: [{ counted, of }],
    held: [],
  })
  const table = (...rows: ReturnType<typeof row>[]) =>
    ({ words: [{ figure: 'honest' }], rows }) as unknown as Messages['FigureTable']

  test('praises nobody for two whistles, and among equals those with more', () => {
    const { best } = best_and_worst(table(row('a', 2, 2), row('b', 3, 3), row('c', 9, 9)))
    expect(best.map((each) => each.group)).toEqual(['c', 'b'])
  })

  test('names nobody twice, and nobody without a fault among the worst', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => row(name, 10 - i, 10))
    const { best, worst } = best_and_worst(table(...rows, row('h', 3, 3)))
    expect(best.map((each) => each.group)).toEqual(['a', 'h', 'b', 'c', 'd'])
    expect(worst.map((each) => each.group)).toEqual(['g', 'f', 'e'])
    expect(best_and_worst(table(row('a', 5, 5))).worst).toEqual([])
  })
})
