// What was pointed at on the map or among the loads, and which whistles that is.
import type { QueueRow } from '../queue/row'

export type Spot = { area: string } | { ids: readonly string[] } | { department: string }

export function rows_at(spot: Spot, rows: ReadonlyMap<string, QueueRow>): QueueRow[] {
  if ('area' in spot) return [...rows.values()].filter((row) => row.area.startsWith(spot.area))
  if ('department' in spot) {
    const has_it = (row: QueueRow) => row.lead === spot.department || row.helpers.includes(spot.department)
    return [...rows.values()].filter((row) => row.stage !== 'joined' && has_it(row))
  }
  return spot.ids.flatMap((id) => rows.get(id) ?? [])
}
