// What the command centre has to act on, in the order in which it should.
import type { QueueRow } from '../queue/row'

// What is wanted of the desk. Of several the first: a ruling stops everybody else.
export type Want = 'ruling' | 'owner' | 'decision' | 'verification'
export const wants: readonly Want[] = ['ruling', 'owner', 'decision', 'verification']

export interface QueueItem {
  id: string
  row: QueueRow
  want: Want
  due_at_ms: number // of the desk's own clock; 0: none runs
  soon_at_ms: number
}

const desk_clocks: readonly string[] = ['desk', 'ruling']

// In whose hands it is, the rows' own list says: they are the inbox of a desk, or of every desk in an area.
function want_of(row: QueueRow): Want | null {
  if (row.awaits.includes('return')) return 'ruling'
  if (row.desk !== '') return 'owner'
  if (row.awaits.length > 0) return 'decision'
  return row.stage === 'handled' ? 'verification' : null
}

function due_of(row: QueueRow): { due_at_ms: number; soon_at_ms: number } {
  const running = row.deadlines.find((each) => desk_clocks.includes(each.clock))
  const late = row.overruns.find((each) => desk_clocks.includes(each.clock))
  if (late) return { due_at_ms: late.due_at_ms, soon_at_ms: late.due_at_ms }
  return { due_at_ms: running?.due_at_ms ?? 0, soon_at_ms: running?.soon_at_ms ?? 0 }
}

// Emergencies, then what is due first, then what waits longest without a limit; looking on site comes last.
function compare(one: QueueItem, other: QueueItem): number {
  const rank = ({ row, want, due_at_ms }: QueueItem) => [
    want === 'verification' ? 1 : 0,
    row.kind === 'emergency' ? 0 : 1,
    due_at_ms === 0 ? Infinity : due_at_ms,
    wants.indexOf(want),
    row.waits_since_ms,
  ]
  const [left, right] = [rank(one), rank(other)]
  for (let i = 0; i < left.length; i += 1) {
    const [a = 0, b = 0] = [left[i], right[i]]
    if (a !== b) return a < b ? -1 : 1
  }
  return one.id < other.id ? -1 : 1
}

export function queue_of(rows: Iterable<QueueRow>): QueueItem[] {
  const found = new Map<string, QueueItem>()
  for (const row of rows) {
    const want = row.stage === 'joined' ? null : want_of(row)
    if (want) found.set(row.id, { id: row.id, row, want, ...due_of(row) })
  }
  return [...found.values()].sort(compare)
}

// Of one desk: what it has, and what lies in its area and waits to be looked at.
export function own_queue(desk_rows: Iterable<QueueRow>, area_rows: Iterable<QueueRow>): QueueItem[] {
  const handled = [...area_rows].filter((row) => row.stage === 'handled' && row.awaits.length === 0)
  return queue_of([...handled, ...desk_rows])
}

// What lies with the desks below: of the area, and not in the desk's own queue.
export function below_of(area_rows: Iterable<QueueRow>, own: readonly QueueItem[]): QueueItem[] {
  const known = new Set(own.map((each) => each.id))
  return queue_of([...area_rows].filter((row) => !known.has(row.id)))
}

export function counts_of(queue: readonly QueueItem[]): Record<Want, number> {
  const counts: Record<Want, number> = { ruling: 0, owner: 0, decision: 0, verification: 0 }
  for (const { want } of queue) counts[want] += 1
  return counts
}

