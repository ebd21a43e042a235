// The history in sentences: who did what, when, and what was said. Law: an event without a sentence fails the type
// check, and one that this page is too old to know is shown by its name.
import type { Messages } from '../../api/client'
import { area_name, department_name, matter_name, zone } from '../../api/pack'
import { person_name } from '../../api/people'
import { visit_text } from '../../base/care_visit'
import { budget_text } from '../../base/limit_text'
import { short_id } from '../../base/short_id'
import { instant_text } from '../../base/time_text'
import { t as shared } from '../../base/words'
import { entry_heads, event_of, events_of } from '../../parts/event_words'
import { late_desk, limit_then, type Moment } from './earlier'
import { desk_name, name_list } from './names'
import { t as say } from './timeline_words'
import { t } from './words'

export type JournalEntry = Messages['JournalEntry']
export type EventName = Exclude<keyof JournalEntry, (typeof entry_heads)[number]>
type Said<Name extends EventName> = NonNullable<JournalEntry[Name]>

export interface Told {
  sentence: string
  facts?: string[] // what the system adds: limits, what was changed
  words?: string[] // what people wrote, as they wrote it
  photos?: string[]
  alarm?: boolean // somebody is late, or it went wrong
}

const at = (ms: number): string => instant_text(ms, zone())
const kind_name = (kind: Messages['WhistleKind']): string => shared(`kind.${kind}`)
const written = (...texts: (string | undefined)[]): string[] => texts.filter((each): each is string => !!each)

function limits(
  key: 'dispatched' | 'delivered',
  { report_in_limit, handle_limit }: { report_in_limit?: Messages['Budget']; handle_limit?: Messages['Budget'] },
  work_day_ms: number,
): string[] {
  if (!report_in_limit) return []
  const report_in = budget_text(report_in_limit, work_day_ms)
  if (!handle_limit) return [say(`${key}.limit`, { report_in })]
  return [say(`${key}.limits`, { report_in, handle: budget_text(handle_limit, work_day_ms) })]
}

function told_raised({ report, by_importer }: Said<'raised'>, who: string): Told {
  const facts: string[] = []
  if (report?.observed_at_ms) facts.push(say('raised.device_time', { at: at(report.observed_at_ms) }))
  // Of a visit of the plan its number is no more than that which is told beside it.
  const reference = report?.source_reference ?? ''
  if (reference !== '') facts.push(visit_text(reference) || say('raised.reference', { reference }))
  const fill = {
    who,
    kind: kind_name(report?.kind ?? 'unspecified'),
    matter: matter_name(report?.matter),
    area: area_name(report?.area ?? ''),
    source: t(`source.${report?.source ?? 'unspecified'}`),
  }
  return {
    sentence: say(by_importer ? 'raised.importer' : 'raised', fill),
    facts,
    words: written(report?.text),
    photos: report?.photos ?? [],
  }
}

function told_desk_took(said: Said<'desk_took'>): Told {
  const fill = { desk: desk_name(said.desk), reason: t(`desk_reason.${said.reason}`) }
  if (!said.limit) return { sentence: say('desk_took', fill) }
  return { sentence: say('desk_took.limit', { ...fill, limit: budget_text(said.limit) }) }
}

function told_dispatched(said: Said<'dispatched'>, who: string, { work_day }: Moment): Told {
  // Nobody chose where the duty list did: whoever reported or filed it only set it going.
  const chosen_by = said.duty_row > 0 ? say('dispatched.list') : who
  const helpers = name_list(said.helpers.map(department_name))
  const fill = { who: chosen_by, lead: department_name(said.lead), helpers }
  const by = said.duty_row > 0 ? say('dispatched.duty', { row: said.duty_row }) : say('dispatched.by_hand')
  return {
    sentence: say(said.helpers.length > 0 ? 'dispatched.helpers' : 'dispatched', fill),
    facts: [...limits('dispatched', said, work_day(said.lead)), by],
    words: written(said.reason),
  }
}

function told_delivered(said: Said<'delivered'>, _who: string, { work_day }: Moment): Told {
  const { staffing } = said
  const fill = { department: department_name(said.department), person: person_name(said.person), seat: department_name(said.seat) }
  return {
    sentence: say(staffing === 'unspecified' ? 'delivered' : `delivered.${staffing}`, fill),
    facts: limits('delivered', said, work_day(said.department)),
    alarm: staffing === 'nobody',
  }
}

function told_noted(said: Said<'noted'>, who: string, { entry, history }: Moment): Told {
  const words = written(said.text)
  if (!said.asks_reporter) {
    const before = history.filter((each) => each.version < entry.version)
    const answers = events_of([...before, entry]).pop() === 'answered'
    return { sentence: say(answers ? 'noted.answers' : 'noted', { who }), words }
  }
  const fill = { who, department: department_name(said.department) }
  if (!said.answer_within) return { sentence: say('noted.asks', fill), words }
  return { sentence: say('noted.asks_within', { ...fill, within: budget_text(said.answer_within) }), words }
}

function told_amended({ change }: Said<'amended'>, who: string): Told {
  const facts: string[] = []
  if (change?.matter) facts.push(say('amended.matter', { matter: matter_name(change.matter) }))
  if (change?.area) facts.push(say('amended.area', { area: area_name(change.area) }))
  if (change && change.kind !== 'unspecified') facts.push(say('amended.kind', { kind: kind_name(change.kind) }))
  if (change?.place) facts.push(say('amended.place'))
  if (change && change.photos.length > 0) facts.push(say('amended.photos', { count: change.photos.length }))
  return { sentence: say('amended', { who }), facts, words: written(change?.text), photos: change?.photos ?? [] }
}

function told_resumed(said: Said<'resumed'>, who: string, { entry }: Moment): Told {
  const what = said.department === '' ? 'resumed.shelving' : 'resumed.answer'
  const fill = { who, department: department_name(said.department) }
  return { sentence: say(entry.actor === '' ? what : `${what}_by`, fill), words: written(said.reason) }
}

function told_overran(said: Said<'overran'>, moment: Moment): Told {
  const fill = { clock: t(`clock.${said.clock}`), at: at(said.deadline_at_ms) }
  const desk = late_desk(said, moment)
  const facts = said.clock === 'ruling' ? [say('overran.ruling', { department: department_name(said.department) })] : []
  if (desk === '') return { sentence: say('overran.desk', fill), facts, alarm: true }
  const holder = desk === null ? department_name(said.department) : desk_name(desk)
  return { sentence: say('overran', { ...fill, holder }), facts, alarm: true }
}

function told_escalated({ department, rung, timing }: Said<'escalated'>, moment: Moment): Told {
  const fill = {
    department: department_name(department),
    clock: t(`clock.${rung?.clock ?? 'unspecified'}`),
    action: t(`rung_action.${rung?.action ?? 'unspecified'}`),
    to: t(`recipient.${rung?.to ?? 'unspecified'}`),
  }
  const facts: string[] = []
  const percent = rung?.percent ?? 0
  const days = rung?.work_days_before ?? 0
  const unit = rung && limit_then(department, rung.clock, moment)?.unit
  // Days before count for limits of work days alone, where they are longer than that.
  if (rung && (days === 0 || (unit && unit !== 'work_day'))) facts.push(say('escalated.of_percent', { percent }))
  else if (unit) facts.push(say('escalated.of_days', { days, percent }))
  const key = timing === 'late' || timing === 'moot' ? (`escalated.${timing}` as const) : 'escalated'
  return { sentence: say(key, fill), facts, alarm: timing !== 'moot' }
}

function opinion_fill(opinion?: Messages['Opinion']) {
  return {
    solved: t(`verdict.${opinion?.solved ?? 'unspecified'}`),
    satisfied: t(`verdict.${opinion?.satisfied ?? 'unspecified'}`),
  }
}

function told_visit(said: Said<'return_visited'>, who: string): Told {
  const contact = t(`contact.${said.contact}`)
  if (said.contact !== 'reached') return { sentence: say('return_visited.not', { who, contact }) }
  return {
    sentence: say('return_visited', { who, contact, ...opinion_fill(said.opinion) }),
    words: written(said.opinion?.text),
  }
}

type Tellers = { [Name in EventName]: (said: Said<Name>, who: string, moment: Moment) => Told }

const tellers: Tellers = {
  raised: told_raised,
  filed: (said, who) => ({
    sentence: say('filed', {
      who,
      matter: matter_name(said.matter),
      area: area_name(said.area),
      kind: kind_name(said.kind),
    }),
  }),
  desk_took: told_desk_took,
  dispatched: told_dispatched,
  delivered: told_delivered,
  reported_in: (said, who) => ({ sentence: say('reported_in', { who, department: department_name(said.department) }) }),
  arrived: (said, who) => ({ sentence: say('arrived', { who, department: department_name(said.department) }) }),
  noted: told_noted,
  handled: (said, who) => ({
    sentence: say('handled', { who, department: department_name(said.department) }),
    words: written(said.result),
    photos: said.photos,
  }),
  verified: (said, who) => ({ sentence: say('verified', { who }), words: written(said.text), photos: said.photos }),
  verification_failed: (said, who) => ({
    sentence: say('verification_failed', { who }),
    words: written(said.reason),
    photos: said.photos,
    alarm: true,
  }),
  closed: (said, who) => ({
    sentence: say(said.umbrella_id ? 'closed.with' : 'closed', {
      who,
      outcome: t(`outcome.${said.outcome}`),
      umbrella: short_id(said.umbrella_id),
    }),
    words: written(said.reason),
  }),
  declined: (said, who) => ({
    sentence: say(said.umbrella_id ? 'declined.with' : 'declined', { who, umbrella: short_id(said.umbrella_id) }),
    words: written(said.reason),
  }),
  withdrawn: (said, who) => ({ sentence: say('withdrawn', { who }), words: written(said.reason) }),
  overran: (said, _who, moment) => told_overran(said, moment),
  returned: (said, who) => ({
    sentence: say('returned', {
      who,
      department: department_name(said.department),
      proposed: department_name(said.proposed),
    }),
    facts: said.limit ? [say('returned.desk', { desk: desk_name(said.desk), limit: budget_text(said.limit) })] : [],
    words: written(said.reason, said.evidence),
  }),
  ruled: (said, who) => ({
    sentence: say('ruled', { who, department: department_name(said.department), ruling: t(`ruling.${said.ruling}`) }),
    words: written(said.reason),
  }),
  helper_called: (said, who) => ({
    sentence: say('helper_called', { who, department: department_name(said.department) }),
  }),
  released: (said, who) => ({
    sentence: say('released', { who, department: department_name(said.department) }),
    words: written(said.reason),
  }),
  unreported: (said, who) => ({
    sentence: say('unreported', { who, department: department_name(said.department) }),
    words: written(said.reason),
  }),
  amended: told_amended,
  checked: (said, who) => ({
    sentence: say('checked', { who, finding: t(`finding.${said.finding}`) }),
    words: written(said.text),
    photos: said.photos,
  }),
  extension_requested: (said, who, { work_day }) => ({
    sentence: say('extension_requested', {
      who,
      department: department_name(said.department),
      more: said.more ? budget_text(said.more, work_day(said.department)) : '',
      desk: desk_name(said.desk),
    }),
    words: written(said.reason),
  }),
  extension_decided: (said, who) => ({
    sentence: say('extension_decided', {
      who,
      department: department_name(said.department),
      decision: t(`decision.${said.decision}`),
    }),
    words: written(said.reason),
  }),
  shelving_requested: (said, who) => ({
    sentence: say('shelving_requested', { who, until: at(said.until_ms), desk: desk_name(said.desk) }),
    words: written(said.reason),
  }),
  shelving_decided: (said, who) => ({
    sentence: say('shelving_decided', { who, decision: t(`decision.${said.decision}`) }),
    words: written(said.reason),
  }),
  resumed: told_resumed,
  urged: (said, who) => ({ sentence: say('urged', { who }), words: written(said.text), alarm: true }),
  supervised: (said, who) => ({
    sentence: say(said.limit ? 'supervised' : 'supervised.no_limit', {
      who,
      limit: said.limit ? budget_text(said.limit) : '',
    }),
    words: written(said.text),
    alarm: true,
  }),
  reopened: (said, who) => ({ sentence: say('reopened', { who }), words: written(said.reason) }),
  appealed: (said, who) => ({
    sentence: say('appealed', {
      who,
      department: department_name(said.department),
      clock: t(`clock.${said.clock}`),
      desk: desk_name(said.desk),
    }),
    words: written(said.reason),
  }),
  appeal_decided: (said, who) => ({
    sentence: say('appeal_decided', {
      who,
      department: department_name(said.department),
      clock: t(`clock.${said.clock}`),
      decision: t(`decision.${said.decision}`),
    }),
    words: written(said.reason),
  }),
  return_visited: told_visit,
  rated: (said, who) => ({
    sentence: say('rated', { who, ...opinion_fill(said.opinion) }),
    words: written(said.opinion?.text),
  }),
  escalated: (said, _who, moment) => told_escalated(said, moment),
  joined: (said, who) => ({
    sentence: say('joined', { who, umbrella: short_id(said.umbrella_id) }),
    words: written(said.reason),
  }),
  parted: (said, who) => ({
    sentence: say('parted', { who, umbrella: short_id(said.umbrella_id) }),
    words: written(said.reason),
  }),
  member_joined: (said, who) => ({ sentence: say('member_joined', { who, member: short_id(said.member_id) }) }),
  member_parted: (said, who) => ({ sentence: say('member_parted', { who, member: short_id(said.member_id) }) }),
  policy_changed: (said, who) => ({
    sentence: say('policy_changed', { who, at: at(said.effective_at_ms) }),
    words: written(said.reason),
  }),
}

const known = (name: string): name is EventName => name in tellers

function tell_known<Name extends EventName>(name: Name, who: string, moment: Moment): Told {
  return tellers[name](moment.entry[name] as Said<Name>, who, moment)
}

// What the history knows of those before it is told, too; a line of its own says less.
export function tell(
  entry: JournalEntry,
  history: readonly JournalEntry[] = [],
  work_day: Moment['work_day'] = () => 0,
): Told {
  const who = entry.actor === '' ? t('timeline.system') : person_name(entry.actor)
  const name = event_of(entry)
  if (known(name)) return tell_known(name, who, { entry, history, work_day })
  return { sentence: say('unknown', { who, event: name === '' ? '—' : name }) }
}

export const event_names = Object.keys(tellers)
