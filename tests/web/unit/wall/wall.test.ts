import { describe, expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { best_and_worst } from '../../../../web/src/console/wall/ranking'
import { day_begins_ms, page_at, until_reload_ms } from '../../../../web/src/console/wall/wall_time'

const hour = 3_600_000
const zone = 'Asia/Shanghai'

describe('the hours of a wall', () => {
  test('begin with the city’s day', () => {
    expect(day_begins_ms(20261126, zone)).toBe(Date.UTC(2026, 10, 25, 16))
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
  const hour_ms = 3_600_000
  // Delivered to it as often as it is due to close; it held each for an hour where nothing is said.
  const row = (group: string, counted: number, of: number, response = of, held_each_ms = hour_ms) => ({
    group,
    name: group,
    shares: [
      { counted, of },
      { counted: response, of },
      { counted: 0, of },
    ],
    held: [
      { holder: `dept/${group}`, held_ms: held_each_ms * of },
      { holder: 'desk/21', held_ms: 1000 * hour_ms },
    ],
  })
  const table = (...rows: ReturnType<typeof row>[]) =>
    ({
      words: [{ figure: 'honest' }, { figure: 'response' }, { figure: 'returned' }],
      rows,
    }) as unknown as Messages['FigureTable']
  const five_good = ['v', 'w', 'x', 'y', 'z'].map((name) => row(name, 99, 99))

  test('praises nobody for two whistles, and among equals those with more', () => {
    const { best } = best_and_worst(table(row('a', 2, 2), row('b', 3, 3), row('c', 9, 9), row('d', 1, 5)))
    expect(best.map((each) => each.group)).toEqual(['c', 'b'])
  })

  test('names nobody twice', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => row(name, 10 - i, 10))
    const { best, worst } = best_and_worst(table(...rows, row('h', 3, 3)))
    expect(best.map((each) => each.group)).toEqual(['a', 'h', 'b', 'c'])
    expect(worst.map((each) => each.group)).toEqual(['g', 'f', 'e', 'd'])
    expect(best_and_worst(table(row('a', 5, 5))).worst).toEqual([])
  })

  test('tells the worst apart where everybody is in time, and says by what', () => {
    const { worst } = best_and_worst(
      table(
        ...five_good,
        row('slow', 10, 10, 10, 50 * hour_ms),
        row('late_to_answer', 10, 10, 8),
        row('late', 9, 10),
        row('later', 8, 10),
        row('fine', 10, 10),
        row('two', 0, 2),
      ),
    )
    expect(worst.map((each) => [each.group, each.reason])).toEqual([
      ['later', 'honest'],
      ['late', 'honest'],
      ['late_to_answer', 'response'],
      ['slow', 'held'],
    ])
    expect(worst[3]?.held_each_ms).toBe(50 * hour_ms)
  })
})
