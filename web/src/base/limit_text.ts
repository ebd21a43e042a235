// What a limit is and when it ends, as people say it. A limit says its unit: four work hours are not four hours.
import type { Messages } from '../api/client'
import { language } from './language'
import { instant_text } from './time_text'
import { t } from './words'
import { date_format, parts_of } from './zone_time'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const week_days = 6 // a weekday names one day only

type Unit = 'hour' | 'urgent_hour' | 'urgent_minute' | 'work_hour' | 'work_minute' | 'work_time' | 'work_day' | 'day'

// 4.25 hours are said so; of 4.13 nobody knows how many minutes.
function in_hours(unit: 'urgent_hour' | 'work_hour' | 'hour', ms: number): string {
  const minutes = Math.round((ms % hour) / minute)
  if (minutes === 60 || (ms % hour) % (hour / 4) === 0) return counted(unit, ms, hour)
  const hours = counted(unit, ms - (ms % hour), hour)
  return t('unit.and_minutes', { hours, count: minutes })
}

function counted(unit: Unit, ms: number, unit_ms: number): string {
  const count = Math.round((ms / unit_ms) * 100) / 100
  const words = t(`unit.${unit}`, { count })
  return count === 1 && language.value === 'en' ? words.replace(/s\b/, '') : words
}

// 4 工作时, 30 紧急工作分钟, 7 天. What the server tells of work days is the office time in them: work_day_ms of it are
// one, where that is known.
export function budget_text({ unit, amount_ms: ms }: Messages['Budget'], work_day_ms = 0): string {
  if (unit === 'work_day')
    return work_day_ms > 0 ? counted('work_day', ms, work_day_ms) : counted('work_time', ms, hour)
  if (unit === 'natural_day') return ms >= day && ms % (day / 2) === 0 ? counted('day', ms, day) : in_hours('hour', ms)
  const short = ms < hour
  if (unit === 'urgent_hour') return short ? counted('urgent_minute', ms, minute) : in_hours(unit, ms)
  if (unit === 'work_hour') return short ? counted('work_minute', ms, minute) : in_hours(unit, ms)
  return in_hours('hour', ms)
}

function day_of(ms: number, zone: string): number {
  const told = parts_of(ms, zone)
  return Date.UTC(Number(told.year), Number(told.month) - 1, Number(told.day)) / day
}

// 今天 11:30 前, 周一 11:30 前, 12-07 11:30 前; of what has passed, since when.
export function by_text(due_at_ms: number, now_ms: number, zone: string): string {
  const at = instant_text(due_at_ms, zone)
  if (due_at_ms < now_ms) return t('by.passed', { at })
  const ahead = day_of(due_at_ms, zone) - day_of(now_ms, zone)
  const { hour: hours, minute: minutes } = parts_of(due_at_ms, zone)
  const time = `${hours}:${minutes}`
  if (ahead <= 1) return t(ahead === 0 ? 'by.today' : 'by.tomorrow', { time })
  if (ahead > week_days) return t('by.date', { at })
  const weekday = date_format(language.value, { timeZone: zone, weekday: 'short' }).format(due_at_ms)
  return t('by.weekday', { weekday, time })
}

export function limit_text(limit: Messages['Limit'] | undefined): string {
  return limit?.budget ? t('limit.of', { limit: budget_text(limit.budget, limit.work_day_ms) }) : ''
}
