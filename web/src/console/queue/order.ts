// Urgency: an emergency before everything that is not; then what is late the longest, then what is due next, then what
// waits. The order depends on deadlines and not on the instant, so that it changes only when something happened.
import type { QueueRow } from './row'

// The deadline a row is judged by; Infinity: nothing runs.
export function due_of(row: QueueRow): number {
  return Math.min(row.overruns[0]?.due_at_ms ?? Infinity, row.deadlines[0]?.due_at_ms ?? Infinity)
}

const rank = (row: QueueRow): number => (row.kind === 'emergency' ? 0 : 1)

function by_urgency(one: QueueRow, other: QueueRow): number {
  const ranks = rank(one) - rank(other)
  if (ranks !== 0) return ranks
  const dues = due_of(one) - due_of(other)
  if (dues !== 0 && !Number.isNaN(dues)) return dues // two that wait: Infinity - Infinity
  return by_age(one, other)
}

// Ids sort by the instant at which they were made.
const by_age = (one: QueueRow, other: QueueRow): number => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
const by_newest = (one: QueueRow, other: QueueRow): number => by_age(other, one)
const by_place = (one: QueueRow, other: QueueRow): number =>
  one.area < other.area ? -1 : one.area > other.area ? 1 : by_urgency(one, other)

export const orders = { urgency: by_urgency, newest: by_newest, place: by_place }
export type Order = keyof typeof orders

export function ordered(rows: Iterable<QueueRow>, order: Order): QueueRow[] {
  return [...rows].sort(orders[order])
}
