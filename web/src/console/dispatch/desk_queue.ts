// What the command centre has to act on, in the order in which it should; and beside it all the rest, which others do.
// Law: an open whistle that is joined to none stands in exactly one of the two.
import type { QueueRow } from '../queue/row'

// What is wanted of the desk. Of several the first: a ruling stops everybody else.
export type Want = 'ruling' | 'owner' | 'decision' | 'urge' | 'verifier'
export const wants: readonly Want[] = ['ruling', 'owner', 'decision', 'urge', 'verifier']

// Whose deeds a desk watches over where it lets desks below do so: of the rest only what rings everywhere, and orders.
export type Watch = 'all' | 'gravest'

type Overrun = QueueRow['overruns'][number]

export interface QueueItem {
  id: string
  row: QueueRow
  want: Want
  overrun: Overrun | null // what is to be urged
  due_at_ms: number // of the desk's own clock, or of what is urged; 0: none runs
  soon_at_ms: number
}

const desk_clocks: readonly string[] = ['desk', 'ruling']

// Of what departments let pass, that which calls for the centre: nobody has come, an emergency is late, an order is.
function urged(row: QueueRow, watch: Watch): Overrun | null {
  const calls = ({ clock }: Overrun) =>
    row.kind === 'emergency' || clock === 'supervision' || (clock === 'report_in' && watch === 'all')
  return row.overruns.find(calls) ?? null
}

// In whose hands it is, the rows' own list says: they are the inbox of a desk, or of every desk in an area.
function want_of(row: QueueRow, watch: Watch): Want | null {
  if (row.awaits.includes('return')) return 'ruling'
  if (row.desk !== '') return 'owner'
  if (row.awaits.length > 0) return 'decision'
  if (row.stage === 'handled') return row.verifier === '' && watch === 'all' ? 'verifier' : null
  return urged(row, watch) ? 'urge' : null
}

function due_of(row: QueueRow): { due_at_ms: number; soon_at_ms: number } {
  const running = row.deadlines.find((each) => desk_clocks.includes(each.clock))
  const late = row.overruns.find((each) => desk_clocks.includes(each.clock))
  if (late) return { due_at_ms: late.due_at_ms, soon_at_ms: late.due_at_ms }
  return { due_at_ms: running?.due_at_ms ?? 0, soon_at_ms: running?.soon_at_ms ?? 0 }
}

function item_of(row: QueueRow, want: Want, watch: Watch): QueueItem {
  const overrun = want === 'urge' ? urged(row, watch) : null
  const due = overrun ? { due_at_ms: overrun.due_at_ms, soon_at_ms: overrun.due_at_ms } : due_of(row)
  return { id: row.id, row, want, overrun, ...due }
}

// Emergencies, then what only the desk can do, then whom to urge, then where to find who looks; each by what is due
// first, then by what waits longest without a limit.
const group: Record<Want, number> = { ruling: 1, owner: 1, decision: 1, urge: 2, verifier: 3 }
function compare(one: QueueItem, other: QueueItem): number {
  const rank = ({ row, want, due_at_ms }: QueueItem) => [
    row.kind === 'emergency' && want !== 'verifier' ? 0 : group[want],
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

export function queue_of(rows: Iterable<QueueRow>, watch: Watch = 'all'): QueueItem[] {
  const found = new Map<string, QueueItem>()
  for (const row of rows) {
    const want = row.stage === 'joined' ? null : want_of(row, watch)
    if (want) found.set(row.id, item_of(row, want, watch))
  }
  return [...found.values()].sort(compare)
}

// Of one desk: what it has, and of its area what departments let pass or nobody is there to look at.
export function own_queue(desk_rows: Iterable<QueueRow>, area_rows: Iterable<QueueRow>, watch: Watch): QueueItem[] {
  const theirs = [...area_rows].filter((row) => row.desk === '' && row.awaits.length === 0)
  return queue_of([...theirs, ...desk_rows], watch)
}

// What lies with the desks below: of the area, and not in the desk's own queue.
export function below_of(area_rows: Iterable<QueueRow>, own: readonly QueueItem[]): QueueItem[] {
  const known = new Set(own.map((each) => each.id))
  return queue_of([...area_rows].filter((row) => !known.has(row.id)))
}

export function counts_of(queue: readonly QueueItem[]): Record<Want, number> {
  const counts: Record<Want, number> = { ruling: 0, owner: 0, decision: 0, urge: 0, verifier: 0 }
  for (const { want } of queue) counts[want] += 1
  return counts
}

// Who is at what the centre has not to act on.
export type Hands = 'reporting_in' | 'handling' | 'verification' | 'below'
export const all_hands: readonly Hands[] = ['reporting_in', 'handling', 'verification', 'below']

export function hands_of(row: QueueRow): Hands {
  if (row.desk !== '' || row.awaits.length > 0) return 'below'
  if (row.stage === 'handled') return 'verification'
  return row.stage === 'handling' ? 'handling' : 'reporting_in'
}

export function others_of(area_rows: Iterable<QueueRow>, own: readonly QueueItem[]): QueueRow[] {
  const known = new Set(own.map((each) => each.id))
  return [...area_rows].filter((row) => row.stage !== 'joined' && !known.has(row.id))
}
