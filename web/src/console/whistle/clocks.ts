// Every clock of a whistle as it stands: what runs and until when, what stands and why, what was late.
import type { Messages } from '../../api/client'
import type { ClockState } from '../../base/sla'
import { awaits_ruling, return_upheld } from './roll_call'
import { t } from './words'

type ClockName = Messages['ClockName']
export type PauseReason = Messages['PauseReason']
// Of a clock that runs beyond the published calendar: nobody can say until when.
export type StandsWhy = PauseReason | 'beyond_calendar'
// How a clock that was late came to its end without that what it counts was done.
export type Undone = 'return_upheld' | 'released' | 'ended'

export interface ClockView {
  clock: ClockName
  department: string // empty: a desk's
  desk?: string // area code of the desk that it runs for, though it is of that department
  due_at_ms: number // 0: it stands, or has no limit
  soon_at_ms?: number // due soon from then on
  limit?: Messages['Limit']
  state?: ClockState // of a clock that does not run
  why?: StandsWhy
  until_ms?: number // it stands until then
  undone?: Undone
  appeal: Messages['AppealStage']
}

const key = (clock: ClockName, department: string): string => `${clock} ${department}`

// A clock's ledger ends with the segment it is in.
function stands(ledger: Messages['ClockLedger'] | undefined): PauseReason | null {
  const last = ledger?.segments[ledger.segments.length - 1]
  return last?.state === 'paused' ? last.reason : null
}

// It runs to a limit, and yet the server names no deadline.
function is_beyond_calendar(ledger: Messages['ClockLedger'] | undefined): boolean {
  return ledger?.limit !== undefined && ledger.segments[ledger.segments.length - 1]?.state === 'running'
}

// Of an obligation's own clock that is over: whoever was right to return, or was let go, has finished nothing late.
function undone(late: Messages['Overrun'], state: Messages['WhistleState'] | undefined): Undone | undefined {
  const { clock, department, stopped_at_ms: at } = late
  if (clock !== 'report_in' && clock !== 'handle') return undefined
  const owed = state?.obligations.find((each) => {
    const last = each[clock]?.segments.at(-1)
    return each.department === department && last?.state === 'stopped' && last.from_at_ms === at
  })
  if (!state || !owed || (clock === 'report_in' ? owed.reported_in_at_ms : owed.done_at_ms) > 0) return undefined
  if (return_upheld(owed, state.history)) return 'return_upheld'
  return owed.stage === 'released' ? 'released' : 'ended'
}

// Those that have no deadline to show.
function without_deadline(state: Messages['WhistleState'], told: (clock: ClockName, department: string) => boolean) {
  const found: ClockView[] = []
  for (const owed of state.obligations) {
    if (owed.stage === 'released') continue
    const clocks: [ClockName, Messages['ClockLedger'] | undefined][] = [
      ['report_in', owed.report_in],
      ['handle', owed.handle],
    ]
    for (const [clock, ledger] of clocks) {
      if (told(clock, owed.department)) continue
      if (is_beyond_calendar(ledger)) {
        const { department } = owed
        found.push({ clock, department, due_at_ms: 0, state: 'unknown', why: 'beyond_calendar', appeal: 'unspecified' })
      }
      const why = stands(ledger)
      if (!why) continue
      if (why === 'returned' && !awaits_ruling(owed)) continue
      const until_ms =
        why === 'shelved' ? state.shelved_until_ms : why === 'waiting_for_reporter' ? owed.answer_until_ms : 0
      found.push({
        clock,
        department: owed.department,
        due_at_ms: 0,
        state: 'paused',
        why,
        until_ms,
        appeal: 'unspecified',
      })
    }
  }
  return found
}

// A ruling is the desk's whoever has returned, also when it is over; while it is awaited so is an order given to the lead.
function for_desk(clock: ClockView, state: Messages['WhistleState'] | undefined): ClockView {
  if (clock.clock !== 'ruling' && clock.clock !== 'supervision') return clock
  const ordered = clock.clock === 'supervision'
  if (ordered && clock.state) return clock
  const returned = state?.obligations.filter((each) => each.department === clock.department && each.ruling_desk !== '')
  const desk = (ordered ? returned?.find(awaits_ruling) : returned?.at(-1))?.ruling_desk
  return desk ? { ...clock, desk } : clock
}

// Running ones by what is due first, then those that stand, then what was late and is over.
export function clocks_of(view: Messages['WhistleView']): ClockView[] {
  const running = new Map<string, ClockView>()
  const over: ClockView[] = []
  for (const late of view.overruns) {
    const { clock, department, appeal, due_at_ms, limit } = late
    const without = late.stopped_at_ms > 0 ? undone(late, view.state) : undefined
    if (without) over.push({ clock, department, due_at_ms, limit, state: 'none', undone: without, appeal })
    else if (late.stopped_at_ms > 0) over.push({ clock, department, due_at_ms, limit, state: 'done_late', appeal })
    else running.set(key(clock, department), { clock, department, due_at_ms, limit, appeal })
  }
  for (const { clock, department, due_at_ms, soon_at_ms, limit } of view.deadlines) {
    const name = key(clock, department)
    if (!running.has(name)) running.set(name, { clock, department, due_at_ms, soon_at_ms, limit, appeal: 'unspecified' })
  }
  const now = [...running.values()].sort((one, other) => one.due_at_ms - other.due_at_ms)
  const told = (clock: ClockName, department: string) => running.has(key(clock, department))
  const others = view.state ? without_deadline(view.state, told) : []
  return [...now, ...others, ...over].map((clock) => for_desk(clock, view.state))
}

// The office time of one work day of a department, where one of its clocks tells it; else 0. So a limit is said in the same
// words wherever it stands.
export const work_day_ms_of = ({ deadlines, overruns }: Messages['WhistleView'], department: string): number =>
  [...deadlines, ...overruns].find(
    (each) => each.department === department && each.limit?.budget?.unit === 'work_day',
  )?.limit?.work_day_ms ?? 0

// Whether a limit runs at night, for who meets its unit for the first time.
export const limit_means = (limit: Messages['Limit'] | undefined): string =>
  t(`limit_unit.${limit?.budget?.unit ?? 'unspecified'}`)
