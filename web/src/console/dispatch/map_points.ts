// Open whistles as marks of the map.
import { area_name, matter_name } from '../../api/pack'
import { sla_of_due, type SlaState } from '../../base/sla'
import type { MapPoint } from '../map/points'
import { due_of, soon_of } from '../queue/order'
import type { QueueRow } from '../queue/row'

export function state_of(row: QueueRow, now_ms: number): SlaState {
  // The server has recorded it: what is shown between two reckonings says so, too.
  if (row.overruns.length > 0) return 'overdue'
  const due_at_ms = due_of(row)
  return due_at_ms === Infinity ? 'paused' : sla_of_due(due_at_ms, soon_of(row), now_ms).state
}

export function map_points(rows: Iterable<QueueRow>, now_ms: number): MapPoint[] {
  const points: MapPoint[] = []
  for (const row of rows) {
    if (row.stage === 'joined') continue
    points.push({
      id: row.id,
      area: row.area,
      place: row.place,
      state: state_of(row, now_ms),
      emergency: row.kind === 'emergency',
      label: () => `${matter_name(row.matter)} · ${area_name(row.area)}`,
    })
  }
  return points
}
