// The period figures are asked for, as somebody picks it and as it stands in an address. Days are the city's; "the last
// seven days" stays that tomorrow, a month or a span of days stays what it was.
import type { Days } from '../../api/surveys'
import { day_number } from '../../base/time_text'

export type Period =
  | { choice: 'today' }
  | { choice: 'last'; days: number }
  | { choice: 'month'; month: number } // 202611
  | { choice: 'custom'; from: number; to: number }

export const days_max = 366

const as_utc = (day: number) => Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100)

export function shift_day(day: number, by: number): number {
  const at = new Date(as_utc(day) + by * 86_400_000)
  return at.getUTCFullYear() * 10_000 + (at.getUTCMonth() + 1) * 100 + at.getUTCDate()
}

// How many days from one to the other, both counted.
export function days_in(days: Days): number {
  return Math.round((as_utc(days.to) - as_utc(days.from)) / 86_400_000) + 1
}

export function each_day(days: Days): number[] {
  return Array.from({ length: days_in(days) }, (_, i) => shift_day(days.from, i))
}

function is_day(day: number): boolean {
  return day >= 20000101 && day <= 20991231 && shift_day(day, 0) === day
}

export function last_day_of(month: number): number {
  const next = month % 100 === 12 ? month + 89 : month + 1
  return shift_day(next * 100 + 1, -1)
}

// Never beyond today: nothing has happened there yet. A month or a span that lies ahead is told as it is, and empty.
export function days_of(period: Period, now_ms: number, zone: string): Days {
  const today = day_number(now_ms, zone)
  if (period.choice === 'today') return { from: today, to: today }
  if (period.choice === 'last') return { from: shift_day(today, 1 - period.days), to: today }
  if (period.choice === 'custom') return { from: period.from, to: period.to }
  const from = period.month * 100 + 1
  const to = last_day_of(period.month)
  return { from, to: from <= today && today < to ? today : to }
}

// today, 7d, 2026-11, 20261101-20261115
export function period_text(period: Period): string {
  if (period.choice === 'today') return 'today'
  if (period.choice === 'last') return `${period.days}d`
  if (period.choice === 'month') return month_text(period.month)
  return `${period.from}-${period.to}`
}

// Null where it is no period: an address may say anything.
export function read_period(text: string): Period | null {
  if (text === 'today') return { choice: 'today' }
  const last = /^([0-9]{1,3})d$/.exec(text)
  if (last) {
    const days = Number(last[1])
    return days >= 1 && days <= days_max ? { choice: 'last', days } : null
  }
  const month = /^([0-9]{4})-([0-9]{2})$/.exec(text)
  if (month) {
    const number = Number(month[1]) * 100 + Number(month[2])
    return is_day(number * 100 + 1) ? { choice: 'month', month: number } : null
  }
  const span = /^([0-9]{8})-([0-9]{8})$/.exec(text)
  if (!span) return null
  const [from, to] = [Number(span[1]), Number(span[2])]
  if (!is_day(from) || !is_day(to) || to < from || days_in({ from, to }) > days_max) return null
  return { choice: 'custom', from, to }
}

export const month_text = (month: number) => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`
// 2026-11-26, as a date field wants it.
export const date_text = (day: number) => `${month_text(Math.floor(day / 100))}-${String(day % 100).padStart(2, '0')}`
// 20261126; 0 where the field is empty.
export const read_date = (text: string) => Number(text.replace(/-/g, '')) || 0

export function days_text(days: Days): string {
  return days.from === days.to ? date_text(days.from) : `${date_text(days.from)} – ${date_text(days.to)}`
}
