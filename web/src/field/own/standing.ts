// How far one of one's own reports is, in words for who walks a grid: who has it, until when, or how it ended.
// Law: only what the server has said, and each with the instant of which it is true.
import type { Messages } from '../../api/client'
import { area_name, department_name, zone } from '../../api/pack'
import { joined } from '../../base/language'
import { instant_text } from '../../base/time_text'
import type { InboxItem } from '../city'
import { t } from './words'

// A report that an inbox names no more, with what was said at its end.
export interface EndedReport {
  whistle_id: string
  version: number
  stage: Messages['Stage']
  outcome: Messages['Outcome']
  matter?: Messages['MatterKey']
  kind: Messages['WhistleKind']
  area: string
  text: string
  lead: string
  raised_at_ms: number
  ended_at_ms: number
  reason: string
  by: string // who ended it; empty: nobody, it followed another
  umbrella_id: string // with which it goes on, or ended
  rated: boolean
}

// A browser would break a date behind its hyphen; a sentence is broken before it.
const word_joiner = '\u2060'
const unbroken = (date: string): string => date.replace(/-/g, `-${word_joiner}`)

interface Due {
  at_ms: number
  at: string
  late: boolean
}
function due_of(item: InboxItem, clock: Messages['ClockName'], department = ''): Due | null {
  const of = (each: { clock: string; department: string }) => each.clock === clock && each.department === department
  const over = item.overruns.find(of)
  const due = over ?? item.deadlines.find(of)
  return due ? { at_ms: due.due_at_ms, at: unbroken(instant_text(due.due_at_ms, zone())), late: over !== undefined } : null
}

type Step = 'desk' | 'owed' | 'reported_in'
function until(step: Step, who: string, due: Due | null): string {
  if (!due) return t(`standing.${step}`, { who })
  return t(due.late ? `standing.${step}_late` : `standing.${step}_by`, { who, at: due.at })
}

function with_lead(item: InboxItem): string {
  const who = joined([item.lead, ...item.helpers].map(department_name), t('and'))
  const handle = due_of(item, 'handle', item.lead)
  if (item.stage !== 'dispatched') return until('reported_in', who, handle)
  const report_in = due_of(item, 'report_in', item.lead)
  // A short limit to handle may end before that to report in; who waits goes by what ends first.
  if (handle && report_in && handle.at_ms < report_in.at_ms)
    return t(handle.late ? 'standing.handle_late' : 'standing.handle_by', { who, at: handle.at })
  return until('owed', who, report_in)
}

export function open_words(item: InboxItem, user: string): string {
  const who = department_name(item.lead)
  if (item.stage === 'handled')
    return t(item.verifier === user ? 'standing.handled_mine' : 'standing.handled', { who })
  if (item.question !== '') return t('standing.question', { who })
  if (item.awaits.includes('return')) return t('standing.returned', { who })
  return item.lead === '' ? until('desk', area_name(item.desk, 1), due_of(item, 'desk')) : with_lead(item)
}

export function ended_words(one: EndedReport): string {
  if (one.stage === 'closed')
    return t(one.outcome === 'unsolved_recorded' ? 'standing.closed_unsolved' : 'standing.closed_solved')
  if (one.stage === 'declined') return t('standing.declined')
  if (one.stage === 'joined') return t('standing.joined')
  return t('standing.withdrawn')
}

// Any stage, where there is no more room than for one word.
export const stage_words = (stage: Messages['Stage']): string => t(`stage.${stage}`)
