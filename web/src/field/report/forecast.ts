// What would become of a report: from the server where it can be asked, else from the slice that it made for this area.
import type { Messages } from '../../api/client'
import { zone } from '../../api/pack'
import { read } from '../../api/read'
import { day_number } from '../../base/time_text'
import type { MatterKey, ReportDraft } from '../outbox/items'
import { type AtClosing, due_at, type Stretch } from './work_time'

export interface ForecastSlice {
  pack: string
  area: string
  desk: string // whose command centre gets what no department does
  made_at_ms: number
  valid_until_ms: number
  rows: {
    kind: string
    matter: MatterKey
    lead?: string // not there: a desk has it
    helpers?: string[]
    desk_reason?: string
    report_in?: Messages['Budget'] // counting time: of work units that inside office hours
    handle?: Messages['Budget']
  }[]
  office: Stretch[]
  // Not there: of a slice that an older server made.
  due_at_closing?: AtClosing
  own_office?: { department: string; office: Stretch[] }[]
}

export interface Forecast {
  lead: string // empty: a desk has it
  helpers: string[]
  desk: string
  report_in_due_ms: number | null
  handle_due_ms: number | null
  report_in_limit?: Messages['Limit']
  handle_limit?: Messages['Limit']
  from_slice: boolean
  outdated: boolean // the slice is older than it promised to hold
}

// The office time of a whole working day: what a work day is worth. 0: no hours are known.
const looked_at = 12 // stretches: whole days are among them
const known_days = new WeakMap<readonly Stretch[], number>()
export function longest_day_ms(office: readonly Stretch[]): number {
  const known = known_days.get(office)
  if (known !== undefined) return known
  const by_day = new Map<number, number>()
  for (const { from_ms, to_ms } of office.slice(0, looked_at)) {
    const day = day_number(from_ms, zone())
    by_day.set(day, (by_day.get(day) ?? 0) + to_ms - from_ms)
  }
  const longest_ms = Math.max(0, ...by_day.values())
  known_days.set(office, longest_ms)
  return longest_ms
}

const office_of = (slice: ForecastSlice | null, department: string): readonly Stretch[] =>
  slice?.own_office?.find((each) => each.department === department)?.office ?? slice?.office ?? []

const limit_of = (budget: Messages['Budget'] | undefined, office: readonly Stretch[]): Messages['Limit'] | undefined =>
  budget && { budget, work_day_ms: longest_day_ms(office) }

// Null: the slice says nothing of this area or matter.
export function forecast_offline(slice: ForecastSlice | null, draft: ReportDraft, now_ms: number): Forecast | null {
  if (!slice || !draft.matter || !draft.area.startsWith(slice.area)) return null
  const { kind, code } = draft.matter
  const row = slice.rows.find(
    (each) => each.kind === draft.kind && each.matter.kind === kind && each.matter.code === code,
  )
  if (!row) return null
  const office = office_of(slice, row.lead ?? '')
  const due = (limit?: Messages['Budget']) => (row.lead ? due_at(limit, now_ms, office, slice.due_at_closing) : null)
  return {
    lead: row.lead ?? '',
    helpers: row.helpers ?? [],
    desk: row.lead ? '' : slice.desk,
    report_in_due_ms: due(row.report_in),
    handle_due_ms: due(row.handle),
    report_in_limit: limit_of(row.report_in, office),
    handle_limit: limit_of(row.handle, office),
    from_slice: true,
    outdated: now_ms >= slice.valid_until_ms,
  }
}

interface ToldForecast {
  explanation: { clocks: { clock: string; departments: string[]; limit: Messages['Budget'] }[] }
  lead?: string
  helpers: string[]
  desk?: string
  report_in_due_ms?: number
  handle_due_ms?: number
}

// The slice says what the office hours are.
export async function forecast_online(draft: ReportDraft, slice: ForecastSlice | null): Promise<Forecast | null> {
  if (!draft.matter) return null
  const asked = new URLSearchParams({
    matter: `${draft.matter.kind}:${draft.matter.code}`,
    area: draft.area,
    kind: draft.kind,
  })
  if (draft.place) {
    asked.set('longitude_e7', String(draft.place.longitude_e7))
    asked.set('latitude_e7', String(draft.place.latitude_e7))
    asked.set('accuracy_m', String(draft.place.accuracy_m))
    asked.set('crs', draft.place.crs)
  }
  const told = await read<ToldForecast>(`/api/v1/forecast?${asked}`)
  const lead = told.lead ?? ''
  const limit = (clock: string) => {
    const found = told.explanation.clocks.find((each) => each.clock === clock && each.departments.includes(lead))
    return limit_of(found?.limit, office_of(slice, lead))
  }
  return {
    lead,
    helpers: told.helpers,
    desk: told.desk ?? '',
    report_in_due_ms: told.report_in_due_ms ?? null,
    handle_due_ms: told.handle_due_ms ?? null,
    report_in_limit: limit('report_in'),
    handle_limit: limit('handle'),
    from_slice: false,
    outdated: false,
  }
}
