// What of a queue is shown, kept in the address: a link that a colleague opens shows the same.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { due_of, type Order, orders, soon_of } from '../queue/order'
import type { QueueRow } from '../queue/row'
import { says } from '../queue/says'
import { type Queue, queues } from './queues'

export const kinds = ['routine', 'joint', 'key', 'emergency'] as const
export const limits = ['overdue', 'due_soon'] as const

export interface View {
  queue: Queue
  order: Order
  text: string
  kind: '' | (typeof kinds)[number]
  area: string
  limit: '' | (typeof limits)[number]
  since: '' | 'week' // of what is done; empty: midnight
}

const one_of = <Value extends string>(all: readonly Value[], asked: unknown): Value | undefined =>
  all.find((each) => each === asked)
const text_of = (asked: unknown): string => (typeof asked === 'string' ? asked.slice(0, 100) : '')

// Whatever an address says: what it says wrong counts as not said.
export function read_view(query: LocationQuery): View {
  return {
    queue: one_of(queues, query.queue) ?? 'report_in',
    order: one_of(Object.keys(orders) as Order[], query.order) ?? 'urgency',
    text: text_of(query.text),
    kind: one_of(kinds, query.kind) ?? '',
    area: text_of(query.area),
    limit: one_of(limits, query.limit) ?? '',
    since: query.since === 'week' ? 'week' : '',
  }
}

export function query_of(view: View): LocationQueryRaw {
  const said: LocationQueryRaw = {}
  if (view.queue !== 'report_in') said.queue = view.queue
  if (view.order !== 'urgency') said.order = view.order
  for (const name of ['text', 'kind', 'area', 'limit', 'since'] as const) if (view[name] !== '') said[name] = view[name]
  return said
}

export const is_filtered = (view: View): boolean =>
  view.text !== '' || view.kind !== '' || view.area !== '' || view.limit !== ''

// Codes of areas begin with the codes of what they lie in.
export function shows(row: QueueRow, view: View, now_ms: number): boolean {
  if (view.kind !== '' && row.kind !== view.kind) return false
  if (view.area !== '' && !row.area.startsWith(view.area)) return false
  if (view.limit !== '') {
    const over = due_of(row) < now_ms
    const fits = view.limit === 'overdue' ? over : !over && now_ms >= soon_of(row)
    if (!fits) return false
  }
  return says(row, view.text)
}
