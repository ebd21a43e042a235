import { describe, expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { curve_of, type Fact, fact_of, is_past, median, today_of } from '../../../../web/src/console/wall/flow'

const hour = 3_600_000
const midnight = Date.UTC(2026, 10, 25, 16) // of 26 November in Shenyang
const fact = (raised_at_ms: number, closed_at_ms = 0, report_ins: Fact['report_ins'] = []): Fact => ({
  raised_at_ms,
  closed_at_ms,
  report_ins,
})
const view = (stage: Messages['Stage'], reporter = 'walker-1') =>
  ({
    state: {
      stage,
      reporter,
      raised_at_ms: 100,
      ended_at_ms: 900,
      obligations: [
        { delivered_at_ms: 200, reported_in_at_ms: 500 },
        { delivered_at_ms: 200, reported_in_at_ms: 0 },
      ],
    },
  }) as unknown as Messages['WhistleView']

describe('what came in and went out', () => {
  test('is told by the whistle itself', () => {
    expect(fact_of(view('closed'))).toEqual(fact(100, 900, [{ at_ms: 500, after_ms: 300 }]))
    expect(fact_of(view('handling'))).toEqual(fact(100, 0, [{ at_ms: 500, after_ms: 300 }]))
  })

  test('does not count what is no whistle of its own, nor a visit that nobody reported', () => {
    for (const stage of ['declined', 'withdrawn', 'joined'] as const) expect(fact_of(view(stage))).toBeNull()
    expect(fact_of(view('handling', ''))).toBeNull()
  })

  test('today begins at midnight and ends before the next', () => {
    const facts = [
      fact(midnight),
      fact(midnight - 1, midnight),
      fact(midnight + 24 * hour),
      fact(midnight + 1, midnight + 2),
    ]
    expect(today_of(facts, midnight, midnight + 24 * hour)).toEqual({
      raised: 2,
      closed: 2,
      response_median_ms: null,
      reported_in: 0,
    })
  })

  test('the median is of those who reported in today, and of two the mean', () => {
    const at = (at_ms: number, after_ms: number) => ({ at_ms, after_ms })
    const facts = [
      fact(0, 0, [at(midnight + 1, 60), at(midnight + 2, 20)]),
      fact(0, 0, [at(midnight - 1, 1)]),
      fact(0, 0, [at(midnight + 3, 40)]),
    ]
    expect(today_of(facts, midnight, midnight + 24 * hour)).toMatchObject({ response_median_ms: 40, reported_in: 3 })
    expect(median([10, 30])).toBe(20)
    expect(median([])).toBeNull()
  })

  test('the curve has 24 hours, the running one last, and every whistle of them once', () => {
    const begins = midnight + 5 * hour
    const curve = curve_of(
      [fact(begins), fact(begins - 1, begins + 10), fact(begins - 23 * hour), fact(begins - 23 * hour - 1)],
      begins + hour,
      begins,
    )
    expect(curve.from_ms).toHaveLength(24)
    expect(curve.raised[23]).toBe(1)
    expect(curve.raised[22]).toBe(1)
    expect(curve.raised[0]).toBe(1)
    expect(curve.raised.reduce((sum, each) => sum + each)).toBe(3)
    expect(curve.closed[23]).toBe(1)
  })

  test('is forgotten after two days without anything', () => {
    expect(is_past(fact(midnight), midnight + 47 * hour)).toBe(false)
    expect(is_past(fact(midnight), midnight + 49 * hour)).toBe(true)
    expect(is_past(fact(midnight, midnight + 10 * hour), midnight + 49 * hour)).toBe(false)
  })
})
