// What a department can do about a whistle. The server decides; here is only what would be refused for certain, so that
// nobody is offered it.
import type { CommandBody, CommandName, Messages } from '../../api/client'
import { is_end } from '../../base/stage'
import type { QueueRow } from '../queue/row'
import { is_open, type Obligation, obligation_at } from '../whistle/roll_call'

export const acts = [
  'report_in',
  'arrive',
  'handle',
  'return',
  'extend',
  'shelve',
  'note',
  'ask',
  'appeal',
  'unreport',
] as const
export type Act = (typeof acts)[number]
// Acts that need words first.
export const spoken_acts = ['handle', 'return', 'extend', 'shelve', 'note', 'ask', 'appeal'] as const
export type SpokenAct = (typeof spoken_acts)[number]
export const is_spoken = (act: Act): act is SpokenAct => spoken_acts.some((each) => each === act)

export const act_keys: Partial<Record<Act, string>> = {
  report_in: 'A',
  arrive: 'S',
  handle: 'H',
  return: 'R',
  extend: 'E',
  note: 'T',
}

// What somebody types into a dialog; each act reads its own part of it.
export interface Draft {
  text: string // result, reason or note
  evidence: string
  proposed: string // department
  amount: number | '' // as a number field has it
  unit: Messages['TimeUnit']
  in_parts: boolean // minutes of an hour, hours of a day
  until: string // a day
  photos: string[]
  clock: Messages['ClockName']
}

export const empty_draft = (): Draft => ({
  text: '',
  evidence: '',
  proposed: '',
  amount: '',
  unit: 'unspecified',
  in_parts: false,
  until: '',
  photos: [],
  clock: 'unspecified',
})

// It does, or it stands in where nobody of the lead is on duty.
const leads = (row: QueueRow, department: string): boolean =>
  row.lead === department || (row.seat === department && !row.helpers.includes(department))

export function acts_of(row: QueueRow, department: string, appealable: boolean): Act[] {
  if (is_end(row.stage)) return appealable ? ['appeal'] : []
  const { obligation } = row
  const works = obligation === 'reported_in' || obligation === 'on_site'
  const found: Act[] = []
  if (obligation === 'owed') found.push('report_in')
  if (obligation === 'reported_in') found.push('arrive')
  if (works) found.push('handle')
  const owes = obligation === 'owed' || works
  if (owes) found.push('return')
  // While one waits for its decision, no second one can be asked for; nor once the limit has passed.
  const too_late = row.overruns.some((each) => each.clock === 'handle')
  if (owes && !row.extension_asked && !too_late) found.push('extend')
  if (owes && leads(row, department) && !row.awaits.includes('shelving')) found.push('shelve')
  if (obligation !== 'unspecified') found.push('note')
  if (works && row.question === '') found.push('ask')
  if (appealable) found.push('appeal')
  if (obligation === 'reported_in') found.push('unreport')
  return found
}

// Whom the lead has to wait for before it can say done: helpers that are still at it. Empty for a helper.
export function awaited_helpers(obligations: Obligation[], department: string): Obligation[] {
  if (obligation_at(obligations, department)?.part !== 'lead') return []
  return obligations.filter((each) => each.part === 'helper' && is_open(each))
}

// Overruns of the department's own clocks, or of those it stands in for, that nobody has appealed against.
export function appealable_clocks(
  view: Messages['WhistleView'] | undefined,
  department: string,
): Messages['ClockName'][] {
  const owed = obligation_at(view?.state?.obligations ?? [], department)?.department ?? department
  const own = (view?.overruns ?? []).filter((each) => each.department === owed && each.appeal === 'unspecified')
  return own.map((each) => each.clock).filter((clock) => clock === 'report_in' || clock === 'handle')
}

const minute_ms = 60_000
const hour_ms = 60 * minute_ms
const day_ms = 24 * hour_ms

// One of an amount's steps: an hour or its minutes, a day or its hours. A work day is written as 24 hours.
export function step_ms(draft: Pick<Draft, 'unit' | 'in_parts'>): number {
  const whole = draft.unit === 'natural_day' || draft.unit === 'work_day' ? day_ms : hour_ms
  if (!draft.in_parts) return whole
  return whole === day_ms ? hour_ms : minute_ms
}

// What they are called, each a word.
export function steps_of(unit: Messages['TimeUnit']) {
  if (unit === 'work_day') return ['step.work.day'] as const
  if (unit === 'natural_day') return ['step.whole.day', 'step.whole.hour'] as const
  if (unit === 'work_hour') return ['step.work.hour', 'step.work.minute'] as const
  return ['step.urgent.hour', 'step.urgent.minute'] as const
}

// Less is no time that anybody works in: half a work day, an hour of a natural day, else a minute.
export function least_ms(unit: Messages['TimeUnit']): number {
  if (unit === 'work_day') return day_ms / 2
  return unit === 'natural_day' ? hour_ms : minute_ms
}

export function budget_of(draft: Pick<Draft, 'amount' | 'unit' | 'in_parts'>): Messages['Budget'] | null {
  const { amount, unit } = draft
  if (amount === '' || !Number.isFinite(amount) || unit === 'unspecified') return null
  const amount_ms = Math.round(amount * step_ms(draft))
  return amount_ms < least_ms(unit) ? null : { unit, amount_ms }
}

// What somebody still has to fill in, in the order in which it stands on the page.
export type Field = 'clock' | 'amount' | 'until' | 'text' | 'evidence' | 'proposed'

// A whistle is shelved for a year at most, from a day that is still to come.
const shelved_for_ms = 365 * day_ms
const may_be_shelved = (until_ms: number, now_ms: number): boolean =>
  until_ms > now_ms && until_ms <= now_ms + shelved_for_ms

export function missing_in(act: SpokenAct, draft: Draft, until_ms: number, now_ms: number): Field[] {
  const found: Field[] = []
  if (act === 'appeal' && draft.clock === 'unspecified') found.push('clock')
  if (act === 'extend' && !budget_of(draft)) found.push('amount')
  if (act === 'shelve' && !may_be_shelved(until_ms, now_ms)) found.push('until')
  if (draft.text.trim() === '') found.push('text')
  if (act === 'return' && draft.evidence.trim() === '') found.push('evidence')
  if (act === 'return' && draft.proposed === '') found.push('proposed')
  return found
}

type Given = { [Name in CommandName]: { name: Name; body: CommandBody<Name> } }[CommandName]

// The command an act says; null: something it cannot do without is missing. until_ms: of the draft's day, in the city's
// zone.
export function command_of(act: Act, draft: Draft, until_ms: number): Given | null {
  const text = draft.text.trim()
  switch (act) {
    case 'report_in':
      return { name: 'report_in', body: {} }
    case 'arrive':
      return { name: 'arrive', body: {} }
    case 'unreport':
      return text ? { name: 'unreport', body: { reason: text } } : null
    case 'handle':
      return text ? { name: 'handle', body: { result: text, photos: draft.photos } } : null
    case 'return': {
      const evidence = draft.evidence.trim()
      const whole = text && evidence && draft.proposed
      return whole ? { name: 'return', body: { reason: text, evidence, proposed: draft.proposed } } : null
    }
    case 'extend': {
      const more = budget_of(draft)
      return text && more ? { name: 'request_extension', body: { more, reason: text } } : null
    }
    case 'shelve':
      return text && until_ms > 0 ? { name: 'request_shelving', body: { until_ms, reason: text } } : null
    case 'note':
      return text ? { name: 'note', body: { text, asks_reporter: false } } : null
    case 'ask':
      return text ? { name: 'note', body: { text, asks_reporter: true } } : null
    case 'appeal':
      return text && draft.clock !== 'unspecified'
        ? { name: 'appeal', body: { clock: draft.clock, reason: text } }
        : null
  }
}
