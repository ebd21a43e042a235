import { describe, expect, test } from 'vitest'
import { percent_text } from '../../../../web/src/base/percent_text'
import {
  first_known,
  type FigureRow,
  held_of_all,
  left_over,
  missing_of,
  percent,
  rows_within,
  sorted_rows,
  sum_of,
  sums_up,
  worst_is_least,
} from '../../../../web/src/console/board/rows'
import { figure_names } from '../../../../web/src/console/board/view'
import { held_each_ms } from '../../../../web/src/console/board/standing'

const row = (group: string, ...shares: [number, number][]): FigureRow => ({
  group,
  name: group,
  shares: shares.map(([counted, of]) => ({ counted, of })),
  held: [{ holder: `dept/${group}`, held_ms: 1000 }],
  days: [],
})
const names = ['closing', 'honest']

describe('rows of figures', () => {
  test('what all rows held is summed by holder, and is what their times sum to', () => {
    const rows = [row('a'), row('b'), { ...row('c'), held: [{ holder: 'dept/a', held_ms: 500 }] }]
    expect(held_of_all(rows)).toEqual([
      { holder: 'dept/a', held_ms: 1500 },
      { holder: 'dept/b', held_ms: 1000 },
    ])
  })

  test('a share of nothing is not zero percent', () => {
    expect(percent({ counted: 0, of: 0 })).toBeNull()
    expect(percent_text(null)).toBe('—')
    expect(percent_text(percent({ counted: 911, of: 972 }))).toBe('93.72 %')
  })

  test('the worst comes first, and nothing to divide by comes last both ways', () => {
    const rows = [row('a', [1, 1]), row('b', [0, 0]), row('c', [1, 2]), row('d', [3, 10])]
    const order = (up: boolean) => sorted_rows(rows, { by: 'closing', up }, names).map((each) => each.group)
    expect(order(true)).toEqual(['d', 'c', 'a', 'b'])
    expect(order(false)).toEqual(['a', 'c', 'd', 'b'])
  })

  test('where the share is the same everywhere, response and then the time held each tell them apart', () => {
    const figures = ['honest', 'response', 'returned']
    const all_in_time = (group: string, response: number, held_ms: number): FigureRow => ({
      ...row(group, [9, 9], [response, 10], [0, 4]),
      held: [
        { holder: `dept/${group}`, held_ms },
        { holder: 'desk/21', held_ms: 1_000_000 },
      ],
    })
    const rows = [all_in_time('a', 10, 400), all_in_time('b', 8, 400), all_in_time('c', 10, 800), row('d', [8, 9], [9, 9])]
    const order = sorted_rows(rows, { by: 'honest', up: true }, figures).map((each) => each.group)
    expect(order).toEqual(['d', 'b', 'c', 'a'])
    expect(held_each_ms(all_in_time('c', 10, 800), figures)).toBe(200)
    expect(held_each_ms(row('a', [1, 1], [1, 1], [0, 0]), figures)).toBeNull()
  })

  test('a board opens on the honest share, or on the first figure that has a number', () => {
    expect(first_known(row('a', [1, 1], [0, 3]), ['closing', 'honest'])).toBe('honest')
    expect(first_known(row('a', [0, 0], [0, 0], [0, 7]), ['closing', 'honest', 'returned'])).toBe('returned')
    expect(first_known(row('a', [0, 0], [0, 0]), ['closing', 'honest'])).toBeNull()
    expect(['honest', 'returned', 'held'].map(worst_is_least)).toEqual([true, false, false])
  })

  test('within an area lies what begins with its code, and the area itself', () => {
    const rows = [row('210102'), row('210102001'), row('210103001')]
    expect(rows_within(rows, '210102').map((each) => each.group)).toEqual(['210102', '210102001'])
    expect(rows_within(rows, '')).toHaveLength(3)
  })

  test('rows sum to the row above, or what is left over is told', () => {
    const above = row('', [3, 5], [2, 2])
    expect(sums_up(above, sum_of([row('a', [1, 2], [1, 1]), row('b', [2, 3], [1, 1])], 2))).toBe(true)
    const short = sum_of([row('a', [1, 2], [1, 1])], 2)
    expect(sums_up(above, short)).toBe(false)
    expect(left_over(above, short)).toEqual([
      { counted: 2, of: 3 },
      { counted: 1, of: 1 },
    ])
  })

  test('what was not counted is the rest, and a whistle counts as often as it stands there', () => {
    expect(missing_of(['a', 'a', 'b', 'c'], ['a', 'c'])).toEqual(['a', 'b'])
    expect(missing_of(['a'], [])).toEqual(['a'])
  })
})

test('of returns the fewer are the better, of everything else the more', () => {
  const bad = figure_names.filter((each) => !worst_is_least(each))
  expect(bad).toEqual(['returned', 'unfounded'])
})
