// A row of a queue: what one line shows of a whistle, whether it came with the inbox or was made from the whistle
// itself.
import type { Messages } from '../../api/client'
import { find_area } from '../../api/pack'
import { visit_text } from '../../base/care_visit'
import { is_end } from '../../base/stage'
import { awaits_ruling, obligation_at } from '../whistle/roll_call'

type Item = Messages['InboxItem']
type State = Messages['WhistleState']
export type AwaitedDecision = Messages['AwaitedDecision']

// Whose queue it is, in the words of GET /api/v1/inbox.
export type Whose = { department: string } | { desk: string } | { area: string } | { reporter: string }

export interface QueueRow {
  id: string
  version: number
  stage: Messages['Stage']
  kind: Messages['WhistleKind']
  matter?: Messages['MatterKey']
  area: string
  text: string // its beginning
  raised_at_ms: number
  waits_since_ms: number // for a desk, or to be verified; 0: its departments are at it
  lead: string // empty: a desk owns it
  helpers: string[]
  desk: string
  desk_reason: Messages['DeskReason']
  place?: Messages['Place']
  obligation: Messages['ObligationStage'] // of the department that asks, else of the lead
  done_at_ms: number // likewise
  was_late: boolean // it was handled after its limit; known once it is done
  deadlines: Messages['Deadline'][] // of what runs, the earliest first; for a department, of its own clocks alone
  overruns: Messages['Overrun'][] // still to be done, the latest one last; likewise
  seat: string
  person: string
  returns: number
  awaits: AwaitedDecision[]
  extension_asked: boolean // by the department that asks, as far as is known
  asked_desk: string
  shelved_until_ms: number // as far as is known: an inbox does not say. 0: not
  question: string // to the reporter, whose answer a department waits for
  verifier: string
  reporter: string
}

// Whose a clock is: a ruling is awaited of the desk, whoever has returned, and so is what was ordered of a lead that
// has. Empty: a desk's.
export function clock_holder(
  { desk }: QueueRow,
  { clock, department }: Pick<Messages['Overrun'], 'clock' | 'department'>,
): string {
  return clock === 'ruling' || (clock === 'supervision' && desk !== '') ? '' : department
}

const text_characters = 120
const open_stages: readonly Messages['ObligationStage'][] = ['owed', 'reported_in', 'on_site']
const own_clocks: readonly Messages['ClockName'][] = ['report_in', 'handle', 'supervision']

type Owed = Pick<Messages['Obligation'], 'department' | 'stage'>
const no_obligation: Owed = { department: '', stage: 'unspecified' }
type Clocks = Pick<QueueRow, 'deadlines' | 'overruns'>

// Of its own clocks alone a department is judged: not by who else was called, nor by the desk that has to rule; and by
// none once it owes nothing. owed: what it acts on; null: no department asks.
function clocks_for(owed: Owed | null, { deadlines, overruns }: Clocks): Clocks {
  if (!owed) return { deadlines, overruns }
  if (!open_stages.includes(owed.stage)) return { deadlines: [], overruns: [] }
  const own = (each: Clocks['deadlines' | 'overruns'][number]): boolean =>
    each.department === owed.department && own_clocks.includes(each.clock)
  return { deadlines: deadlines.filter(own), overruns: overruns.filter(own) }
}

// An inbox does not name whose obligation it is that a seat has for another: who is not called stands in for the lead.
function owed_in({ lead, helpers, obligation: stage }: Item, whose: Whose): Owed | null {
  if (!('department' in whose)) return null
  const called = lead === whose.department || helpers.includes(whose.department)
  return { department: called ? whose.department : lead, stage }
}

export function row_of_item(item: Item, whose: Whose): QueueRow {
  return {
    id: item.whistle_id,
    version: item.version,
    stage: item.stage,
    kind: item.kind,
    matter: item.matter,
    area: item.area,
    text: item.text || visit_text(item.source_reference),
    raised_at_ms: item.raised_at_ms,
    waits_since_ms: item.waits_since_ms,
    lead: item.lead,
    helpers: item.helpers,
    desk: item.desk,
    desk_reason: item.desk_reason,
    place: item.place,
    obligation: item.obligation,
    done_at_ms: 0,
    was_late: false,
    ...clocks_for(owed_in(item, whose), item),
    seat: item.seat,
    person: item.person,
    returns: item.returns,
    awaits: item.awaits,
    // Of several that are called an inbox does not say whose it is.
    extension_asked: item.awaits.includes('extension') && item.helpers.length === 0,
    asked_desk: item.asked_desk,
    shelved_until_ms: 0,
    question: item.question,
    verifier: item.verifier,
    reporter: item.reporter,
  }
}

function awaited_on(state: State): AwaitedDecision[] {
  const found: AwaitedDecision[] = []
  const any = (what: (each: Messages['Obligation']) => boolean): boolean => state.obligations.some(what)
  if (any(awaits_ruling)) found.push('return')
  if (any((each) => each.extension_asked !== undefined)) found.push('extension')
  if (state.shelving_asked_until_ms > 0) found.push('shelving')
  if (any((each) => each.report_in_appeal === 'pending' || each.handle_appeal === 'pending')) found.push('appeal')
  return found
}

// Whom a whistle calls, as a receipt names them (called_on in server/engine).
function called_on(state: State): { lead: string; helpers: string[] } {
  if (state.stage === 'joined') return { lead: '', helpers: [] }
  const [first] = state.obligations
  const called = state.obligations.filter(
    (each) =>
      (open_stages.includes(each.stage) || awaits_ruling(each) || each.stage === 'done') &&
      (each.part !== 'lead' || each === first),
  )
  return {
    lead: called.includes(first as Messages['Obligation']) ? (first?.department ?? '') : '',
    helpers: called.filter((each) => each !== first).map((each) => each.department),
  }
}

// A care visit that the schedule opened has no text: which one it is stands in the source's number.
const text_of = ({ report }: State): string => report?.text || visit_text(report?.source_reference ?? '')

export function row_of_view(view: Messages['WhistleView'], whose: Whose): QueueRow | null {
  const state = view.state
  if (!state) return null
  const owed = 'department' in whose ? obligation_at(state.obligations, whose.department) : state.obligations[0]
  const asks = 'department' in whose ? [owed] : state.obligations
  const late = view.overruns.filter((each) => each.stopped_at_ms === 0)
  late.sort((one, other) => one.due_at_ms - other.due_at_ms)
  const judged = 'department' in whose ? (owed ?? no_obligation) : null
  return {
    id: state.whistle_id,
    version: state.version,
    stage: state.stage,
    kind: state.report?.kind ?? 'unspecified',
    matter: state.report?.matter,
    area: state.report?.area ?? '',
    text: [...text_of(state)].slice(0, text_characters).join(''),
    raised_at_ms: state.raised_at_ms,
    waits_since_ms: view.waits_since_ms,
    ...called_on(state),
    desk: state.desk,
    desk_reason: state.desk_reason,
    place: state.report?.place,
    obligation: owed?.stage ?? 'unspecified',
    done_at_ms: owed?.done_at_ms ?? 0,
    was_late: owed?.handle?.overrun_recorded ?? false,
    ...clocks_for(judged, { deadlines: view.deadlines, overruns: late }),
    seat: owed?.seat ?? '',
    person: owed?.person ?? '',
    returns: state.returns,
    awaits: awaited_on(state),
    extension_asked: owed?.extension_asked !== undefined,
    asked_desk: state.asked_desk,
    shelved_until_ms: state.shelved_until_ms,
    question: asks.find((each) => each && each.answer_until_ms > 0)?.question ?? '',
    verifier: view.verifier,
    reporter: state.reporter,
  }
}

// Whether the whistle is, or lately was, that queue's business: the rooms say which of their lists it stands in.
export function belongs(view: Messages['WhistleView'], whose: Whose): boolean {
  const state = view.state
  if (!state) return false
  if ('department' in whose) return obligation_at(state.obligations, whose.department) !== undefined
  if ('reporter' in whose) return !is_end(state.stage) && state.reporter === whose.reporter
  if ('desk' in whose) {
    const rules = state.obligations.some((each) => awaits_ruling(each) && each.ruling_desk === whose.desk)
    return state.desk === whose.desk || state.asked_desk === whose.desk || rules
  }
  return !is_end(state.stage) && lies_in(state.report?.area ?? '', whose.area)
}

function lies_in(code: string, outer: string): boolean {
  for (let at = find_area(code); at; at = find_area(at.parent)) if (at.code === outer) return true
  return code === outer
}
