// Until when more time would last. Office hours are the server's: the working segments of the next days.
import type { Messages } from '../../api/client'
import { read } from '../../api/read'
import { read_field } from '../../base/zone_time'

export interface Office {
  from_ms: number
  to_ms: number
}

// Empty where it cannot be had: what is reckoned with it is then not known.
export async function ask_office(area: string): Promise<Office[]> {
  try {
    return (await read<{ office: Office[] }>(`/api/v1/forecasts?area=${encodeURIComponent(area)}`)).office
  } catch {
    return []
  }
}

// 0: it ends beyond what is known of the office hours. `day_work_ms`: the office time of one working day.
export function until_ms(
  from_ms: number,
  more: Messages['Budget'],
  office: readonly Office[],
  day_work_ms: number,
): number {
  if (more.unit === 'urgent_hour' || more.unit === 'natural_day') return from_ms + more.amount_ms
  let left_ms = more.unit === 'work_day' ? (more.amount_ms / (24 * 3_600_000)) * day_work_ms : more.amount_ms
  for (const { from_ms: opens, to_ms: closes } of office) {
    const at = Math.max(from_ms, opens)
    if (at >= closes) continue
    if (closes - at >= left_ms) return at + left_ms
    left_ms -= closes - at
  }
  return 0
}

// What is asked for in work days is written as 24 hours each; a limit in them is told as the office time in them.
export function is_longer(more: Messages['Budget'], longest: Messages['Budget'], day_work_ms: number): boolean {
  const asked_ms = more.unit === 'work_day' ? (more.amount_ms / (24 * 3_600_000)) * day_work_ms : more.amount_ms
  return more.unit === longest.unit && asked_ms > longest.amount_ms
}

// The office time of the first whole day that is known.
export function day_work_ms(office: readonly Office[], day_of: (at_ms: number) => number): number {
  const by_day = new Map<number, number>()
  for (const { from_ms, to_ms } of office)
    by_day.set(day_of(from_ms), (by_day.get(day_of(from_ms)) ?? 0) + to_ms - from_ms)
  return Math.max(0, ...by_day.values())
}

// The first instant of a day 2026-11-26 in the city's zone; 0 where it is no day.
export function start_of_day(day: string, zone: string): number {
  const as_utc = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(as_utc) || as_utc < 0) return 0 // while a year is typed, it is the year 2, then 20
  return read_field(`${day}T00:00`, zone)
}
