// Urgency: an emergency before everything that is not; then what is late the longest, then what is due next, then what
// waits. The order depends on deadlines and not on the instant, so that it changes only when something happened.
import type { Messages } from '../../api/client'
import type { QueueRow } from './row'

// The clock a row is judged by: what is late the longest, else what is due next. Undefined: nothing runs.
export function clock_of(row: QueueRow): Messages['Deadline'] | Messages['Overrun'] | undefined {
  const [late, next] = [row.overruns[0], row.deadlines[0]]
  return late && next && late.due_at_ms < next.due_at_ms ? late : (next ?? late)
}

// Infinity: nothing runs.
export const due_of = (row: QueueRow): number => clock_of(row)?.due_at_ms ?? Infinity

// From when on it is due soon; what is over was so before.
export function soon_of(row: QueueRow): number {
  const clock = clock_of(row)
  return clock && 'soon_at_ms' in clock ? clock.soon_at_ms : due_of(row)
}

// What a row is compared by, found once and not with every comparison.
interface Placed {
  row: QueueRow
  rank: number
  due_at_ms: number
}

const placed = (row: QueueRow): Placed => ({ row, rank: row.kind === 'emergency' ? 0 : 1, due_at_ms: due_of(row) })

function by_urgency(one: Placed, other: Placed): number {
  if (one.rank !== other.rank) return one.rank - other.rank
  if (one.due_at_ms !== other.due_at_ms) return one.due_at_ms < other.due_at_ms ? -1 : 1
  return by_age(one, other)
}

// Ids sort by the instant at which they were made.
const by_age = (one: Placed, other: Placed): number =>
  one.row.id < other.row.id ? -1 : one.row.id > other.row.id ? 1 : 0
const by_newest = (one: Placed, other: Placed): number => by_age(other, one)
const by_place = (one: Placed, other: Placed): number =>
  one.row.area === other.row.area ? by_urgency(one, other) : one.row.area < other.row.area ? -1 : 1

// What is done urges nobody: the latest first.
export const by_done = (one: QueueRow, other: QueueRow): number => other.done_at_ms - one.done_at_ms

export const orders = { urgency: by_urgency, newest: by_newest, place: by_place }
export type Order = keyof typeof orders

export function ordered(rows: Iterable<QueueRow>, order: Order): QueueRow[] {
  return Array.from(rows, placed)
    .sort(orders[order])
    .map((each) => each.row)
}
