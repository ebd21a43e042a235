// What a shift leaves: what only this phone has, what waits for whoever walks here, and what goes on with others. Law: of
// each it is said who has it next as docs/permissions.md and the roster have it; a hand-over itself gives nothing away.
import { area_name, matter_name } from '../../api/pack'
import { person_name } from '../../api/people'
import { short_id } from '../../base/short_id'
import type { Reach } from '../app'
import { city, type InboxItem } from '../city'
import { identity } from '../identity'
import { item_place, item_state, item_title } from '../outbox/item_words'
import { is_emergency, is_open, is_report, type OutboxItem } from '../outbox/items'
import { marked, open_words } from '../own/standing'
import { t as own } from '../own/words'
import { address } from '../pages'
import { questions, verify_area, verify_mine } from '../tasks/tasks'
import { type Step, step_at, step_words } from '../tasks/steps'
import { t as field } from '../words'
import { t } from './words'

export interface Line {
  text: string
  href?: string // where it is gone on with
  steps: string[] // how it stands, then what happened, the latest first
  item?: OutboxItem // that may be thrown away: nothing was sent under its id
}
export interface ShiftList {
  title: string
  goes: string // who has it next, and who sees it
  lines: Line[]
}

const by_urgency = (all: readonly InboxItem[]) =>
  [...all].sort((one, other) => Number(other.kind === 'emergency') - Number(one.kind === 'emergency'))
function head_of({ whistle_id, kind, matter, area, text: words }: InboxItem): string {
  return `#${short_id(whistle_id)} ${marked(kind, `${matter_name(matter)} · ${area_name(area)}`)} ${words}`.trim()
}
const said_as = (what: string, words: string) => (words === '' ? what : field('told', { what, words }))
const step_line = (step: Step) => said_as(`${step_at(step)} ${step_words(step)}`, step.said)

export const to_verify = (): InboxItem[] => [...verify_mine.value, ...verify_area.value]
// One's own that are with somebody else now; what waits for oneself stands in the lists before.
export function going_on(): InboxItem[] {
  const waits = new Set([...to_verify(), ...questions.value].map((each) => each.whistle_id))
  return (city.value.mine.value ?? []).filter((each) => !waits.has(each.whistle_id))
}

// Only its author throws it away.
export const may_drop = (item: OutboxItem, user: string): boolean => item.user === user && is_open(item)
const is_others = (item: OutboxItem): boolean => item.user !== identity.value?.user
export const count_others = (unsent: readonly OutboxItem[]): number => unsent.filter(is_others).length

function unsent_line(item: OutboxItem, reach: Reach): Line {
  const is_draft = item.state === 'draft'
  return {
    text: `#${short_id(item.whistle_id)} ${item_place(item)} ${item_title(item)}`,
    href: is_draft && is_report(item) && !is_others(item) ? address('report', item.id) : address('home'),
    steps: [is_others(item) ? t('others', { user: person_name(item.user) }) : item_state(item, reach, undefined)],
    item: may_drop(item, identity.value?.user ?? '') ? item : undefined,
  }
}
const emergencies_first = (all: readonly OutboxItem[]) =>
  [...all].sort((one, other) => Number(is_emergency(other)) - Number(is_emergency(one)))

export function shift_lists(
  unsent: readonly OutboxItem[],
  latest: ReadonlyMap<string, Step[]>,
  reach: Reach,
): ShiftList[] {
  const line = (item: InboxItem, more = ''): Line => ({
    text: head_of(item),
    steps: [more, ...(latest.get(item.whistle_id) ?? []).map(step_line)].filter(Boolean),
  })
  const unsent_lines = (is_draft: boolean): Line[] =>
    emergencies_first(unsent.filter((each) => (each.state === 'draft') === is_draft)).map((each) =>
      unsent_line(each, reach),
    )
  const named = ({ verifier }: InboxItem): string =>
    verifier === '' ? t('named_nobody') : t('named', { who: person_name(verifier) })
  return [
    { title: field('home.drafts'), goes: t('goes.drafts'), lines: unsent_lines(true) },
    { title: t('waiting'), goes: t('goes.waiting'), lines: unsent_lines(false) },
    { title: t('tasks'), goes: t('goes.tasks'), lines: by_urgency(to_verify()).map((each) => line(each, named(each))) },
    {
      title: t('questions'),
      goes: t('goes.questions'),
      lines: by_urgency(questions.value).map((each) => line(each, each.question)),
    },
    {
      title: own('list.open'),
      goes: t('goes.open'),
      lines: by_urgency(going_on()).map((each) => line(each, open_words(each, identity.value?.user ?? ''))),
    },
  ]
}

// As it is shared: who has each next stands below its title, where there is any.
export const list_text = ({ title, goes, lines }: ShiftList): string[] => [
  field('told', { what: title, words: lines.length > 0 ? lines.length : t('none') }),
  ...(lines.length > 0 ? [`  ${goes}`] : []),
  ...lines.flatMap((each) => [`- ${each.text}`, ...each.steps.map((step) => `    ${step}`)]),
]
