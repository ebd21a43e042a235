// How much came in and went out: today, and hour by hour of the last day. Made of whistles as the server tells them,
// because figures are about what was due. What was declined, withdrawn or joined to another is no whistle of its own,
// and a care visit that the schedule opened is nobody's report: none of them is counted.
import type { Messages } from '../../api/client'
import type { QueueRow } from '../queue/row'

const hour_ms = 3_600_000
export const curve_hours = 24

export interface Fact {
  raised_at_ms: number
  closed_at_ms: number // 0: is not closed
  report_ins: { at_ms: number; after_ms: number }[] // after delivery, wall time
}

const none_of_its_own: readonly string[] = ['declined', 'withdrawn', 'joined']

// What is known of an open whistle that owes no report-in these days: that it came in.
export function with_open(facts: ReadonlyMap<string, Fact>, rows: Iterable<QueueRow>): Fact[] {
  const all = [...facts.values()]
  for (const { id, reporter, raised_at_ms } of rows)
    if (reporter !== '' && !facts.has(id)) all.push({ raised_at_ms, closed_at_ms: 0, report_ins: [] })
  return all
}

// Null: does not count.
export function fact_of(view: Messages['WhistleView']): Fact | null {
  const state = view.state
  if (!state || state.reporter === '' || none_of_its_own.includes(state.stage)) return null
  return {
    raised_at_ms: state.raised_at_ms,
    closed_at_ms: state.stage === 'closed' ? state.ended_at_ms : 0,
    report_ins: state.obligations
      .filter((each) => each.reported_in_at_ms > 0 && each.delivered_at_ms > 0)
      .map((each) => ({ at_ms: each.reported_in_at_ms, after_ms: each.reported_in_at_ms - each.delivered_at_ms })),
  }
}

export interface Today {
  raised: number
  closed: number
  response_median_ms: number | null // null: nobody has reported in today
  reported_in: number
}

export function today_of(facts: Iterable<Fact>, from_ms: number, to_ms: number): Today {
  const within = (at_ms: number) => at_ms >= from_ms && at_ms < to_ms
  let raised = 0
  let closed = 0
  const waits: number[] = []
  for (const fact of facts) {
    if (within(fact.raised_at_ms)) raised += 1
    if (within(fact.closed_at_ms)) closed += 1
    for (const each of fact.report_ins) if (within(each.at_ms)) waits.push(each.after_ms)
  }
  return { raised, closed, response_median_ms: median(waits), reported_in: waits.length }
}

export function median(values: number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return (lower + upper) / 2
}

export interface Curve {
  from_ms: number[] // of each hour
  raised: number[]
  closed: number[]
}

// Full hours, the last one still running. Zones are whole quarters of an hour off UTC: an hour begins with the city's.
export function curve_of(facts: Iterable<Fact>, now_ms: number, hour_begins_ms: number): Curve {
  const first_ms = hour_begins_ms - (curve_hours - 1) * hour_ms
  const from_ms = Array.from({ length: curve_hours }, (_, i) => first_ms + i * hour_ms)
  const raised = from_ms.map(() => 0)
  const closed = from_ms.map(() => 0)
  const count = (into: number[], at_ms: number) => {
    const i = Math.floor((at_ms - first_ms) / hour_ms)
    if (at_ms > 0 && at_ms <= now_ms && i >= 0 && i < curve_hours) into[i] = (into[i] ?? 0) + 1
  }
  for (const fact of facts) {
    count(raised, fact.raised_at_ms)
    count(closed, fact.closed_at_ms)
  }
  return { from_ms, raised, closed }
}

// What no number needs any more.
export function is_past(fact: Fact, now_ms: number): boolean {
  const last = Math.max(fact.raised_at_ms, fact.closed_at_ms, ...fact.report_ins.map((each) => each.at_ms))
  return last < now_ms - 2 * curve_hours * hour_ms
}
