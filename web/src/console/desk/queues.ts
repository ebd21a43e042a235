// The queues of a department: what is to be done next, and what others have to do before it goes on.
import { is_end } from '../../base/stage'
import type { QueueRow } from '../queue/row'

// In the order of the keys 1 to 6.
export const queues = ['report_in', 'handling', 'verify', 'waiting', 'done', 'all'] as const
export type Queue = (typeof queues)[number]

const owes = (row: QueueRow): boolean => !is_end(row.stage)
const handles = (row: QueueRow): boolean => row.obligation === 'reported_in' || row.obligation === 'on_site'

// A whistle whose extension waits is handled on: it stands in both lists.
export const stands_in: Record<Queue, (row: QueueRow, midnight_ms: number) => boolean> = {
  report_in: (row) => owes(row) && row.obligation === 'owed',
  handling: (row) => owes(row) && handles(row),
  verify: (row) => owes(row) && row.obligation === 'done',
  waiting: (row) => owes(row) && (row.awaits.length > 0 || row.question !== ''),
  done: (row, midnight_ms) => row.done_at_ms >= midnight_ms && row.done_at_ms > 0,
  all: (row) => owes(row) && (row.obligation === 'owed' || handles(row)),
}

export type Counts = Record<Queue, number>

export function count_queues(rows: Iterable<QueueRow>, midnight_ms: number): Counts {
  const counts: Counts = { report_in: 0, handling: 0, verify: 0, waiting: 0, done: 0, all: 0 }
  for (const row of rows) for (const queue of queues) if (stands_in[queue](row, midnight_ms)) counts[queue] += 1
  return counts
}

// Where a clerk has still something to do himself.
export const own_turn = (row: QueueRow): boolean => stands_in.all(row, 0)
