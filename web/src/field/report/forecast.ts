// What would become of a report: from the server where it can be asked, else from the slice that it made for this area.
import type { Messages } from '../../api/client'
import { read } from '../../api/read'
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
  from_slice: boolean
  outdated: boolean // the slice is older than it promised to hold
}

// Null: the slice says nothing of this area or matter.
export function forecast_offline(slice: ForecastSlice | null, draft: ReportDraft, now_ms: number): Forecast | null {
  if (!slice || !draft.matter || !draft.area.startsWith(slice.area)) return null
  const { kind, code } = draft.matter
  const row = slice.rows.find(
    (each) => each.kind === draft.kind && each.matter.kind === kind && each.matter.code === code,
  )
  if (!row) return null
  const own = slice.own_office?.find((each) => each.department === row.lead)
  const due = (limit?: Messages['Budget']) =>
    row.lead ? due_at(limit, now_ms, own?.office ?? slice.office, slice.due_at_closing) : null
  return {
    lead: row.lead ?? '',
    helpers: row.helpers ?? [],
    desk: row.lead ? '' : slice.desk,
    report_in_due_ms: due(row.report_in),
    handle_due_ms: due(row.handle),
    from_slice: true,
    outdated: now_ms >= slice.valid_until_ms,
  }
}

interface ToldForecast {
  lead?: string
  helpers: string[]
  desk?: string
  report_in_due_ms?: number
  handle_due_ms?: number
}

export async function forecast_online(draft: ReportDraft): Promise<Forecast | null> {
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
  return {
    lead: told.lead ?? '',
    helpers: told.helpers,
    desk: told.desk ?? '',
    report_in_due_ms: told.report_in_due_ms ?? null,
    handle_due_ms: told.handle_due_ms ?? null,
    from_slice: false,
    outdated: false,
  }
}
