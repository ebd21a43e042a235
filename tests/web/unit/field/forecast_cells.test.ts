// What the phone reckons without a network is what the server forecasts: the cells are the server's own, and
// tests/adapters/forecast_cells_test.cpp holds them to it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ReportDraft } from '../../../../web/src/field/outbox/items'
import { forecast_offline, type ForecastSlice } from '../../../../web/src/field/report/forecast'

interface Cell {
  kind: ReportDraft['kind']
  matter: string
  at_ms: number
  lead: string | null
  report_in_due_ms: number | null
  handle_due_ms: number | null
}
const lines = readFileSync(join(import.meta.dirname, 'forecast_cells.jsonl'), 'utf8').trim().split('\n')
const slices: { slice: ForecastSlice; asked: Cell[] }[] = lines.map((line) => JSON.parse(line))

describe('the phone’s deadlines', () => {
  const each_slice = 'are the server’s in $slice.area, made at $slice.made_at_ms, $slice.due_at_closing'
  it.each(slices)(each_slice, ({ slice, asked }) => {
    for (const cell of asked) {
      const draft: ReportDraft = {
        kind: cell.kind,
        matter: { kind: 'matter', code: cell.matter },
        area: slice.area,
        area_by_hand: false,
        place: null,
        place_by: 'none',
        text: '',
      }
      const found = forecast_offline(slice, draft, cell.at_ms)
      const { kind, matter, at_ms } = cell
      expect({
        kind,
        matter,
        at_ms,
        lead: found?.lead || null,
        report_in_due_ms: found?.report_in_due_ms,
        handle_due_ms: found?.handle_due_ms,
      }).toEqual(cell)
    }
  })

  it('were compared for departments with hours of their own and for others, in both ways of closing', () => {
    const sorts = slices.flatMap(({ slice, asked }) =>
      asked.map(({ lead }) => {
        if (!lead) return 'a desk'
        return slice.own_office?.some((each) => each.department === lead) ? 'own hours' : 'common hours'
      }),
    )
    expect([...new Set(sorts)].sort()).toEqual(['a desk', 'common hours', 'own hours'])
    expect(new Set(slices.map(({ slice }) => slice.due_at_closing)).size).toBe(2)
    expect(slices.flatMap(({ asked }) => asked).length).toBeGreaterThan(500)
  })
})
