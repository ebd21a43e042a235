// Which open whistles are late, and in which order: the longest first, whatever they are.
import type { Messages } from '../../api/client'
import { due_of } from '../queue/order'
import { clock_holder, type QueueRow } from '../queue/row'

// A clock that passes its limit is late at that instant, also before the server has recorded it.
export const is_late = (row: QueueRow, now_ms: number): boolean => due_of(row) < now_ms

export function ranked_late(rows: Iterable<QueueRow>, now_ms: number): QueueRow[] {
  return [...rows]
    .filter((row) => is_late(row, now_ms))
    .sort((one, other) => due_of(one) - due_of(other) || (one.id < other.id ? -1 : 1))
}

// The clock that is late the longest, or that has just passed its limit.
export function late_clock(row: QueueRow) {
  const first = row.overruns[0]
  const next = row.deadlines[0]
  return first && (!next || first.due_at_ms <= next.due_at_ms) ? first : next
}

// Until when a supervisor's order runs that was given before; 0: none does.
export function ordered_until({ deadlines, overruns }: Pick<Messages['WhistleView'], 'deadlines' | 'overruns'>): number {
  const late = overruns.filter((each) => each.stopped_at_ms === 0)
  return [...deadlines, ...late].find((each) => each.clock === 'supervision')?.due_at_ms ?? 0
}

// Who is late: the department whose clock it is, else a desk.
export function late_department(row: QueueRow): string {
  const clock = late_clock(row)
  return clock ? clock_holder(row, clock) : ''
}

// The same with the desk named: "desk/<area code>".
export function late_holder(row: QueueRow): string {
  return late_department(row) || `desk/${row.desk || row.asked_desk}`
}

// How many are late of whom, the most first.
export function late_by_holder(late: QueueRow[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const row of late) counts.set(late_holder(row), (counts.get(late_holder(row)) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
}
