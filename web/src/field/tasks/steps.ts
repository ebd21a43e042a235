// What happened to a whistle, as short as a phone wants it: one line each of who, what and when, and what was said.
import type { Messages } from '../../api/client'
import { area_name, department_name, zone } from '../../api/pack'
import { person_name } from '../../api/people'
import { instant_text } from '../../base/time_text'
import { event_name, event_of, events_of } from '../../parts/event_words'
import { t } from '../own/words'

export interface Step {
  version: number
  at_ms: number
  user: string // empty: nobody chose it
  event: string
  department: string
  desk: string // area
  said: string
  photos?: string[] // not of what a page before this one has kept
}

export const steps_kept = 50
// A step of its own to the journal, and none to whoever reads what people did: the one beside it says it.
const beside: readonly string[] = ['filed', 'delivered', 'escalated']
// Said by the department that they name; every other step that names one is somebody's word about it.
const own: readonly string[] = [
  'reported_in',
  'unreported',
  'arrived',
  'noted',
  'asked',
  'handled',
  'returned',
  'extension_requested',
  'appealed',
]

interface Said {
  department?: string
  lead?: string
  desk?: string
  duty_row?: number
  reason?: string
  text?: string
  result?: string
  photos?: string[]
  change?: { photos: string[] }
}

function step_of(entry: Messages['JournalEntry'], event: string): Step {
  const said = ((entry as unknown as Record<string, Said | undefined>)[event_of(entry)] ?? {}) as Said
  const from_desk = event === 'desk_took' // its reason is no text
  return {
    version: entry.version,
    at_ms: entry.at_ms,
    user: from_desk || (said.duty_row ?? 0) > 0 ? '' : entry.actor,
    event,
    department: said.department ?? said.lead ?? '',
    desk: from_desk ? (said.desk ?? '') : '',
    said: from_desk ? '' : said.reason || said.text || said.result || '',
    photos: said.photos ?? said.change?.photos,
  }
}

// The latest first.
export function steps_of(items: readonly Messages['HistoryItem'][]): Step[] {
  const history = items.flatMap((each) => each.entry ?? [])
  const events = events_of(history)
  return history
    .map((each, at) => step_of(each, events[at] ?? ''))
    .filter((each) => !beside.includes(each.event))
    .slice(-steps_kept)
    .reverse()
}

export function step_words({ user, event, department, desk }: Step): string {
  const what = event_name(event)
  const where = department !== '' ? department_name(department) : desk !== '' ? area_name(desk, 1) : ''
  if (user === '') {
    if (event === 'dispatched') return t('step.by_list', { where, what })
    return where === '' ? what : t('step.clock_of', { where, what })
  }
  const how = where === '' ? 'step' : own.includes(event) ? 'step.of' : 'step.about'
  return t(how, { who: person_name(user), where, what })
}

export const step_at = (step: Step): string => instant_text(step.at_ms, zone())
