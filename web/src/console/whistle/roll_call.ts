// Who was called to a whistle, and who has come: one row of an obligation each, and who is still missing.
import type { Messages } from '../../api/client'

export type Obligation = Messages['Obligation']

export interface RollRow {
  obligation: Obligation
  after_ms: number // from delivery to report-in; -1: has not reported in
  late: boolean // it reported in, and too late
  missing: boolean // called, and not reported in
  due_at_ms: number // of a report-in that is missing; 0: no clock runs for it
  soon_at_ms: number // due soon from then on
}

export interface Roll {
  rows: RollRow[]
  called: number
  reported_in: number
  on_site: number
  done: number
  missing: RollRow[] // what is due first, first
}

// Who owes nothing any more is told, and counted among nobody.
const counts = (each: Obligation): boolean => each.stage !== 'returned' && each.stage !== 'released'

type Clocked = Pick<Messages['WhistleView'], 'deadlines' | 'overruns'>

// Whoever is missing is judged by his own limit: not yet come is no fault before it.
function due_of(view: Clocked, department: string): { due_at_ms: number; soon_at_ms: number } {
  const own = (each: { clock: Messages['ClockName']; department: string }): boolean =>
    each.clock === 'report_in' && each.department === department
  const late = view.overruns.find((each) => own(each) && each.stopped_at_ms === 0)
  if (late) return { due_at_ms: late.due_at_ms, soon_at_ms: late.due_at_ms }
  const running = view.deadlines.find(own)
  return { due_at_ms: running?.due_at_ms ?? 0, soon_at_ms: running?.soon_at_ms ?? 0 }
}
const first_due = (one: RollRow, other: RollRow): number => (one.due_at_ms || Infinity) - (other.due_at_ms || Infinity)

export function call_roll(obligations: Obligation[], view: Clocked): Roll {
  const rows = obligations.map((obligation): RollRow => {
    const { delivered_at_ms: from, reported_in_at_ms: till } = obligation
    return {
      obligation,
      after_ms: till > 0 && from > 0 ? till - from : -1,
      late: till > 0 && (obligation.report_in?.overrun_recorded ?? false),
      missing: obligation.stage === 'owed',
      ...(obligation.stage === 'owed' ? due_of(view, obligation.department) : { due_at_ms: 0, soon_at_ms: 0 }),
    }
  })
  const owing = obligations.filter(counts)
  return {
    rows,
    called: owing.length,
    reported_in: owing.filter((each) => each.reported_in_at_ms > 0).length,
    on_site: owing.filter((each) => each.arrived_at_ms > 0).length,
    done: owing.filter((each) => each.stage === 'done').length,
    missing: rows.filter((each) => each.missing).sort(first_due),
  }
}

// It owes something that it can do.
export const owes = ({ stage }: Obligation): boolean => ['owed', 'reported_in', 'on_site'].includes(stage)

export const is_open = (each: Obligation): boolean =>
  owes(each) || awaits_ruling(each)

// What the clerks of a department act on: its own obligation; where that is not open, the open one that was delivered
// to its seat for another; else the last of the one sort, or of the other (whistle::obligation_at in server/core).
export function obligation_at(obligations: Obligation[], department: string): Obligation | undefined {
  const own = obligations.filter((each) => each.department === department)
  const lent = obligations.filter((each) => each.seat === department)
  return own.find(is_open) ?? lent.find(is_open) ?? own[0] ?? lent[0]
}

export function awaits_ruling(obligation: Obligation): boolean {
  const last = obligation.ruling?.segments[obligation.ruling.segments.length - 1]
  return last !== undefined && last.state !== 'stopped'
}

// The desk that has it or has to rule on it, by its area; '': none.
export const desk_of = ({ desk, obligations }: Messages['WhistleState']): string =>
  desk || (obligations.find(awaits_ruling)?.ruling_desk ?? '')

// Nobody has it but that desk.
export const waits_at_desk = (state: Messages['WhistleState'], area: string): boolean =>
  area !== '' && desk_of(state) === area && !state.obligations.some(owes)

export const ruled_event = 32 // the event's number, as a state's history has it

// The desk has ruled on its return, and found it right. A return ends with its whistle too, or with another dispatch:
// then nobody has ruled on it.
export function return_upheld(obligation: Obligation, history: Messages['WhistleState']['history']): boolean {
  if (obligation.stage !== 'returned') return false
  const last = obligation.ruling?.segments.at(-1)
  return last?.state === 'stopped' && history.some((each) => each.event === ruled_event && each.at_ms === last.from_at_ms)
}
