import { describe, expect, it } from 'vitest'
import type { ReportDraft } from '../../../../web/src/field/outbox/items'
import { forecast_offline, type ForecastSlice, longest_day_ms } from '../../../../web/src/field/report/forecast'
import { due_at } from '../../../../web/src/field/report/work_time'

const hour = 3600_000
const at = (text: string): number => Date.parse(`${text}+08:00`)
// Thursday and Friday, then Monday: 08-12 and 14-18.
const office = ['2026-11-26', '2026-11-27', '2026-11-30'].flatMap((day) => [
  { from_ms: at(`${day}T08:00`), to_ms: at(`${day}T12:00`) },
  { from_ms: at(`${day}T14:00`), to_ms: at(`${day}T18:00`) },
])

describe('due_at', () => {
  it.each([
    ['within a shift', '2026-11-26T09:00', 2, '2026-11-26T11:00'],
    ['over lunch', '2026-11-26T11:00', 2, '2026-11-26T15:00'],
    ['exactly at a closing time', '2026-11-26T08:00', 4, '2026-11-26T12:00'],
    ['from lunch', '2026-11-26T12:30', 1, '2026-11-26T15:00'],
    ['over night', '2026-11-26T17:00', 2, '2026-11-27T09:00'],
    ['over the weekend', '2026-11-27T17:00', 4, '2026-11-30T11:00'],
    ['from Saturday', '2026-11-28T10:00', 1, '2026-11-30T09:00'],
  ])('counts office hours %s', (_what, from, hours, due) => {
    expect(due_at({ unit: 'work_hour', amount_ms: hours * hour }, at(from), office)).toBe(at(due))
    expect(due_at({ unit: 'work_day', amount_ms: hours * hour }, at(from), office)).toBe(at(due))
  })

  it('counts every hour of a continuous limit', () => {
    expect(due_at({ unit: 'urgent_hour', amount_ms: hour / 2 }, at('2026-11-28T23:45'), office)).toBe(
      at('2026-11-29T00:15'),
    )
    expect(due_at({ unit: 'natural_day', amount_ms: 7 * 24 * hour }, at('2026-11-26T09:00'), [])).toBe(
      at('2026-12-03T09:00'),
    )
  })

  it('ends at a closing time or at the next opening, as the city has it', () => {
    const limit = { unit: 'work_hour' as const, amount_ms: 4 * hour }
    expect(due_at(limit, at('2026-11-26T08:00'), office, 'next_opening')).toBe(at('2026-11-26T14:00'))
    expect(due_at(limit, at('2026-11-26T09:00'), office, 'next_opening')).toBe(at('2026-11-26T15:00'))
    expect(due_at(limit, at('2026-11-30T14:00'), office, 'next_opening'), 'no opening is known').toBeNull()
  })

  it('knows what a work day is worth: the longest that it is told, not the rest of today', () => {
    expect(longest_day_ms([{ from_ms: at('2026-11-25T16:00'), to_ms: at('2026-11-25T18:00') }, ...office])).toBe(8 * hour)
    expect(longest_day_ms([])).toBe(0)
  })

  it('says nothing beyond the hours it knows, and nothing without a limit', () => {
    expect(due_at({ unit: 'work_hour', amount_ms: 30 * hour }, at('2026-11-26T08:00'), office)).toBeNull()
    expect(due_at(undefined, 0, office)).toBeNull()
  })
})

describe('forecast_offline', () => {
  const matter = { kind: 'matter' as const, code: '06010' }
  const slice: ForecastSlice = {
    pack: 'p',
    area: '210102001',
    desk: '210102',
    made_at_ms: at('2026-11-26T08:00'),
    valid_until_ms: at('2026-11-27T00:00'),
    rows: [
      {
        kind: 'routine',
        matter,
        lead: 'urban',
        helpers: ['police'],
        report_in: { unit: 'work_hour', amount_ms: 4 * hour },
      },
      { kind: 'emergency', matter, desk_reason: 'no_duty' },
    ],
    office,
  }
  const draft: ReportDraft = {
    kind: 'routine',
    matter,
    area: '210102001002',
    area_by_hand: false,
    place: null,
    place_by: 'none',
    text: '',
  }
  const now = at('2026-11-26T17:00')

  it('names the lead, the helpers and the deadlines of the row', () => {
    const found = forecast_offline(slice, draft, now)
    expect(found).toMatchObject({
      lead: 'urban',
      helpers: ['police'],
      from_slice: true,
      outdated: false,
      handle_due_ms: null,
    })
    expect(found?.report_in_due_ms).toBe(at('2026-11-27T11:00'))
  })

  it('says that a desk would have it', () => {
    expect(forecast_offline(slice, { ...draft, kind: 'emergency' }, now)).toMatchObject({
      lead: '',
      desk: '210102',
      report_in_due_ms: null,
    })
  })

  it('says that it is old, and nothing of elsewhere', () => {
    expect(forecast_offline(slice, draft, slice.valid_until_ms)?.outdated).toBe(true)
    expect(forecast_offline(slice, { ...draft, area: '210103' }, now)).toBeNull()
    expect(forecast_offline(slice, { ...draft, matter: null }, now)).toBeNull()
    expect(forecast_offline(null, draft, now)).toBeNull()
  })
})
