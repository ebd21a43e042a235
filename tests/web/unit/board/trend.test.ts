import { describe, expect, test } from 'vitest'
import { Trend, trend_days, trend_days_max, type TrendDay, trend_of } from '../../../../web/src/console/board/trend'
import type { Messages } from '../../../../web/src/api/client'

const table = (counted: number, of: number): Messages['FigureTable'] => ({
  words: [],
  rows: [{ group: '', name: '', shares: [{ counted, of }], held: [] }],
  more: false,
  from_ms: 0,
  to_ms: 0,
  as_of_ms: 0,
})
const go_on = () => new AbortController().signal

describe('a trend', () => {
  test('has two weeks at least, a month at most, and nothing that lies ahead', () => {
    expect(trend_days({ from: 20261126, to: 20261126 }, 20261126)).toHaveLength(14)
    expect(trend_days({ from: 20260101, to: 20261126 }, 20261126)).toHaveLength(trend_days_max)
    const month = trend_days({ from: 20261101, to: 20261130 }, 20261126)
    expect(month[month.length - 1]).toBe(20261126)
    expect(trend_days({ from: 20261201, to: 20261231 }, 20261126)).toEqual([])
  })

  test('asks once for each day, two at a time, and not again for a while', async () => {
    let at = 0
    let together = 0
    let most = 0
    const asked: number[] = []
    const trend = new Trend(
      () => at,
      async ({ from }) => {
        asked.push(from)
        together += 1
        most = Math.max(most, together)
        await Promise.resolve()
        together -= 1
        return table(1, 2)
      },
    )
    const days = [20261124, 20261125, 20261126]
    let told: TrendDay[] = []
    const load = () => trend.load(days, 'none', 20261126, go_on(), (so_far) => (told = so_far))
    await load()
    expect(asked).toEqual([20261126, 20261125, 20261124]) // the latest is looked at first
    expect(most).toBe(2)
    expect(trend_of(told, '', 0)).toEqual([50, 50, 50])
    await load()
    expect(asked).toHaveLength(3)
    at += 61_000 // today goes on, the days before are kept longer
    await load()
    expect(asked).toHaveLength(4)
    at += 601_000
    await load()
    expect(asked).toHaveLength(7)
  })

  test('that somebody has left asks no further', async () => {
    const stop = new AbortController()
    let asked = 0
    const trend = new Trend(Date.now, async () => {
      asked += 1
      stop.abort()
      return table(0, 0)
    })
    await trend.load([20261124, 20261125, 20261126], 'none', 20261126, stop.signal, () => expect.unreachable())
    expect(asked).toBeLessThanOrEqual(2)
  })

  test('does not keep a fault', async () => {
    let broken = true
    const trend = new Trend(Date.now, async () => {
      if (broken) throw new Error('no answer')
      return table(1, 1)
    })
    const days = [20261126]
    await expect(trend.load(days, 'none', 20261126, go_on(), () => undefined)).rejects.toThrow('no answer')
    broken = false
    let told: TrendDay[] = []
    await trend.load(days, 'none', 20261126, go_on(), (so_far) => (told = so_far))
    expect(trend_of(told, '', 0)).toEqual([100])
  })

  test('a day without anything to divide by is a gap', () => {
    expect(trend_of([{ day: 20261126, table: table(0, 0) }], '', 0)).toEqual([null])
    expect(trend_of([{ day: 20261126, table: null }], '', 0)).toEqual([null])
  })
})
