// What departments ask somebody to decide on one whistle: how much, until when it would be, and with which words.
import type { Messages } from '../../api/client'
import { type Office, until_ms } from './office_time'
import type { JournalEntry } from './timeline'

export interface Asked {
  sort: 'extension' | 'shelving' | 'appeal'
  department: string
  granted: number // extensions before this one
  more?: Messages['Budget'] // of work days the office time in them
  limit?: Messages['Budget'] // that it has now
  until_ms: number
  clock: Messages['ClockName']
}

const nothing = { granted: 0, until_ms: 0, clock: 'unspecified' } as const

// What the limit would be. Nobody may ask in another unit than the limit's own.
export function limit_then({ limit, more }: Asked): Messages['Budget'] | null {
  return limit && more && limit.unit === more.unit ? { ...limit, amount_ms: limit.amount_ms + more.amount_ms } : null
}

// When that would end; 0: the clock does not run now, or it ends beyond what is known of the office hours.
export function due_then({ more }: Asked, due_at_ms: number, office: readonly Office[]): number {
  if (!more || due_at_ms <= 0) return 0
  const unit = more.unit === 'work_day' ? 'work_hour' : more.unit
  return until_ms(due_at_ms, { ...more, unit }, office, 0)
}

export function asked_of(state: Messages['WhistleState'], sort: Asked['sort']): Asked[] {
  if (sort === 'shelving') {
    const until_ms = state.shelving_asked_until_ms || state.shelved_until_ms
    return until_ms > 0 ? [{ ...nothing, sort, department: state.obligations[0]?.department ?? '', until_ms }] : []
  }
  return state.obligations.flatMap((each): Asked[] => {
    const { department } = each
    if (sort === 'extension') {
      const more = each.extension_asked
      return more ? [{ ...nothing, sort, department, more, limit: each.handle?.limit, granted: each.extensions }] : []
    }
    const found: Asked[] = []
    if (each.report_in_appeal === 'pending') found.push({ ...nothing, sort, department, clock: 'report_in' })
    if (each.handle_appeal === 'pending') found.push({ ...nothing, sort, department, clock: 'handle' })
    return found
  })
}

// What was said when it was asked for: the state knows that a department waits, the history knows why.
export const askings = ['returned', 'extension_requested', 'shelving_requested', 'appealed'] as const
export type Asking = (typeof askings)[number]
export const asking_of = {
  extension: 'extension_requested',
  shelving: 'shelving_requested',
  appeal: 'appealed',
  return: 'returned',
} as const satisfies Record<Asked['sort'] | 'return', Asking>

export interface Said {
  at_ms: number
  actor: string
  desk: string // area of the desk that has to decide
  words: string[] // as they were written
}

// The last time; of a shelving, which only the lead asks for, of whoever it was.
export function last_said(history: readonly JournalEntry[], event: Asking, department: string): Said | null {
  for (let i = history.length - 1; i >= 0; i -= 1) {
    const entry = history[i]
    const said = entry?.[event]
    if (!entry || !said) continue
    if ('department' in said && said.department !== department) continue
    const evidence = 'evidence' in said ? said.evidence : ''
    const words = [said.reason, evidence].filter((each) => each !== '')
    return { at_ms: entry.at_ms, actor: entry.actor, desk: said.desk, words }
  }
  return null
}
