// How a decision was found, step by step, for whoever has to answer for it: which rows of the duty list were looked at
// and why one of them was taken, and how each deadline was counted from day to day.
import { department_name, zone } from '../../api/pack'
import { person_name } from '../../api/people'
import { budget_text } from '../../base/limit_text'
import { instant_text, span_text } from '../../base/time_text'
import { parts_of } from '../../base/zone_time'
import { asked_text, type Explanation, origin_text } from './because'
import { name_list } from './names'
import { t } from './words'

type Row = Explanation['rows'][number]
type Clock = Explanation['clocks'][number]
type Day = Clock['days'][number]
type Seat = NonNullable<Explanation['decision']['lead']>

export interface Step {
  title: string
  lines: string[]
}

const rows_named_max = 8
const days_told_max = 10
const edge_days = 4 // told at either end of a longer account

// Rows that ended alike are told together, the one that was taken first.
function row_lines(rows: readonly Row[]): string[] {
  const by_fate = new Map<Row['fate'], number[]>()
  for (const { line, fate } of rows) by_fate.set(fate, [...(by_fate.get(fate) ?? []), line])
  const others = by_fate.get('other_matter')?.length ?? 0
  by_fate.delete('other_matter')
  const fates = [...by_fate].sort(([one], [other]) => Number(other === 'won') - Number(one === 'won'))
  const told = fates.map(([fate, lines]) => {
    const named = lines.slice(0, rows_named_max).join(t('trace.and'))
    const more = lines.length > rows_named_max ? t('trace.rows_more', { count: lines.length }) : ''
    return t('trace.rows', { rows: named + more, fate: t(`trace.fate.${fate}`) })
  })
  return others > 0 ? [...told, t('trace.other_matters', { count: others })] : told
}

function staffing_line({ department, staffing, seat, person }: Seat): string {
  const fill = {
    department: department_name(department),
    seat: department_name(seat ?? ''),
    person: person_name(person ?? ''),
  }
  const named = person && (staffing === 'on_duty' || staffing === 'deputy' || staffing === 'backup')
  return t(named ? `trace.staffing.${staffing}_person` : `trace.staffing.${staffing}`, fill)
}

function whose_step({ decision, rows, ...told }: Explanation): Step {
  const seats = [...(decision.lead ? [decision.lead] : []), ...(decision.helpers ?? [])]
  const found = rows.length > 0 ? row_lines(rows) : [t('trace.no_rows')]
  const asked = t('trace.asked', { ...asked_text(told), at: instant_text(told.at_ms, zone()) })
  return { title: t('trace.whose'), lines: [asked, ...found, ...seats.map(staffing_line)] }
}

const length_of = ({ counted }: Day): number => counted.reduce((sum, { from_ms, to_ms }) => sum + to_ms - from_ms, 0)

function day_line(day: Day): string {
  const fill = { day: day.date.slice(5), sort: t(`trace.day.${day.sort}`) }
  if (day.counted.length === 0) return t('trace.day_off', fill)
  const time = (at_ms: number) => {
    const { hour, minute } = parts_of(at_ms, zone())
    return `${hour}:${minute}`
  }
  const hours = day.counted.map(({ from_ms, to_ms }) => `${time(from_ms)}–${time(to_ms)}`)
  return t('trace.day_on', { ...fill, hours: hours.join(t('trace.and')), length: span_text(length_of(day)) })
}

function day_lines(days: readonly Day[]): string[] {
  if (days.length === 0) return [t('trace.every_hour')]
  if (days.length <= days_told_max) return days.map(day_line)
  const between = days.slice(edge_days, -edge_days)
  const length = span_text(between.reduce((sum, day) => sum + length_of(day), 0))
  const told = t('trace.days_between', { count: between.length, length })
  return [...days.slice(0, edge_days).map(day_line), told, ...days.slice(-edge_days).map(day_line)]
}

function clock_step(clock: Clock, told: Explanation): Step {
  const at = (ms: number) => instant_text(ms, zone())
  const who = name_list(clock.departments.map(department_name))
  const counted = t('trace.counted', {
    limit: budget_text(clock.limit, clock.work_day_ms),
    origin: origin_text(clock, told),
    from: at(told.at_ms),
    to: at(clock.due_ms),
  })
  const rungs = clock.rungs.map(({ at_ms, action, to, percent }) =>
    t('trace.rung', {
      at: at_ms === undefined ? t('pause.beyond_calendar') : at(at_ms),
      action: t(`rung_action.${action}`),
      to: t(`recipient.${to}`),
      percent,
    }),
  )
  const title = t('trace.until', { clock: t(`clock.${clock.clock}`), who })
  return { title, lines: [counted, ...day_lines(clock.days), ...rungs] }
}

export const derivation = (told: Explanation): Step[] => [
  whose_step(told),
  ...told.clocks.map((clock) => clock_step(clock, told)),
]
