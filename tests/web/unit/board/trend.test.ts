import { describe, expect, test } from 'vitest'
import {
  ask_trend,
  shares_of,
  type Trend,
  trend_days,
  trend_days_max,
  trend_of,
} from '../../../../web/src/console/board/trend'

const day = (counted: number, of: number) => ({ shares: [{ counted, of }] })
const trend: Trend = {
  days: [20261124, 20261125, 20261126],
  rows: [{ group: 'um', name: '', shares: [], held: [], days: [day(1, 2), day(0, 0), day(3, 3)] }],
}

describe('a trend', () => {
  test('has two weeks at least, a month at most, and nothing that lies ahead', () => {
    expect(trend_days({ from: 20261126, to: 20261126 }, 20261126)).toHaveLength(14)
    expect(trend_days({ from: 20260101, to: 20261126 }, 20261126)).toHaveLength(trend_days_max)
    const month = trend_days({ from: 20261101, to: 20261130 }, 20261126)
    expect(month[month.length - 1]).toBe(20261126)
    expect(trend_days({ from: 20261201, to: 20261231 }, 20261126)).toEqual([])
  })

  test('has a value for each day, and a gap where there is nothing to divide by', () => {
    expect(trend_of(trend, 'um', 0)).toEqual([50, null, 100])
    expect(shares_of(trend, 'um', 0)).toEqual([
      { counted: 1, of: 2 },
      { counted: 0, of: 0 },
      { counted: 3, of: 3 },
    ])
  })

  test('of a row that nobody told of, or before any answer, is empty and not zero', () => {
    expect(trend_of(trend, 'ps', 0)).toEqual([null, null, null])
    expect(trend_of(null, 'um', 0)).toEqual([])
  })

  test('of no days asks nobody', async () => {
    expect(await ask_trend([], 'none', {})).toEqual({ days: [], rows: [] })
  })
})
