// How far one of one's own reports is, in words for who walks a grid: who has it, until when, or how it ended.
// Law: only what the server has said, and each with the instant of which it is true.
import type { Messages } from '../../api/client'
import { area_name, department_name, zone } from '../../api/pack'
import { joined } from '../../base/language'
import { instant_text } from '../../base/time_text'
import { t as shared } from '../../base/words'
import type { InboxItem } from '../city'
import { state_of } from '../views'
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

type Step = 'desk' | 'owed' | 'reported_in' | 'on_site'
function until(step: Step, who: string, due: Due | null): string {
  if (!due) return t(`standing.${step}`, { who })
  return t(due.late ? `standing.${step}_late` : `standing.${step}_by`, { who, at: due.at })
}

const stage_of = (item: InboxItem, department: string) =>
  state_of(item)
    ?.obligations.filter((each) => each.department === department)
    .pop()?.stage

// Whoever has still to report in: as the whistle says, else by his clock, since a limit to do so runs from the call.
function owes(item: InboxItem, department: string): boolean {
  const stage = stage_of(item, department)
  if (stage) return stage === 'owed'
  if (department === item.lead) return item.stage === 'dispatched'
  return due_of(item, 'report_in', department) !== null
}

function owed_words(item: InboxItem, department: string, who: string): string {
  const handle = due_of(item, 'handle', department)
  const report_in = due_of(item, 'report_in', department)
  // A short limit to handle may end before that to report in; who waits goes by what ends first.
  if (handle && report_in && handle.at_ms < report_in.at_ms)
    return t(handle.late ? 'standing.handle_late' : 'standing.handle_by', { who, at: handle.at })
  return until('owed', who, report_in)
}

// Who has reported in and who has not: those of whom the same is true stand together.
function with_departments(item: InboxItem): string {
  const names = (all: string[]) => joined(all.map(department_name), t('and'))
  const called = [item.lead, ...item.helpers]
  const missing = called.filter((each) => owes(item, each))
  const here = called.filter((each) => !missing.includes(each))
  const told = (each: string) => owed_words(item, each, '')
  const alike = [...new Set(missing.map(told))].map((words) => missing.filter((each) => told(each) === words))
  const clauses = alike.map((all) => owed_words(item, all[0] ?? '', names(all)))
  const on_site = here.filter((each) => stage_of(item, each) === 'on_site')
  for (const step of ['reported_in', 'on_site'] as const) {
    const all = here.filter((each) => on_site.includes(each) === (step === 'on_site'))
    if (all.length > 0) clauses.unshift(until(step, names(all), due_of(item, 'handle', item.lead)))
  }
  const words = clauses.join(t('and_not'))
  return state_of(item)?.obligations.some((each) => each.extensions > 0) ? t('standing.extended', { words }) : words
}

export function open_words(item: InboxItem, user: string): string {
  const who = department_name(item.lead)
  if (item.stage === 'handled')
    return t(item.verifier === user ? 'standing.handled_mine' : 'standing.handled', { who })
  if (item.question !== '') return t('standing.question', { who })
  const shelved_until_ms = state_of(item)?.shelved_until_ms ?? 0
  const until_then = unbroken(instant_text(shelved_until_ms, zone()))
  if (shelved_until_ms > 0) return t('standing.shelved', { who, at: until_then })
  if (item.awaits.includes('return')) return t('standing.returned', { who })
  return item.lead === '' ? until('desk', area_name(item.desk, 1), due_of(item, 'desk')) : with_departments(item)
}

export function ended_words(one: EndedReport): string {
  if (one.stage === 'closed')
    return t(one.outcome === 'unsolved_recorded' ? 'standing.closed_unsolved' : 'standing.closed_solved')
  if (one.stage === 'declined') return t('standing.declined')
  if (one.stage === 'joined') return t('standing.joined')
  return t('standing.withdrawn')
}

// An emergency is called one wherever it stands among others.
export const marked = (kind: Messages['WhistleKind'], words: string): string =>
  kind === 'emergency' ? `${shared('kind.emergency')} · ${words}` : words
