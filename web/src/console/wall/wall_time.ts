// What the hours do to a wall: how old its data is, which page of the late ones is up, when it loads itself anew.
import { day_number } from '../../base/time_text'
import { shift_day } from '../board/period'
import { read_field } from '../../base/zone_time'

export const stale_after_ms = 30_000 // the stream speaks every 15 s
export const page_turns_ms = 8_000
export const curve_hours = 24
const reload_at = '04:00'

export function day_begins_ms(day: number, zone: string): number {
  const text = String(day)
  return read_field(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00`, zone)
}

// Until the next four o'clock in the morning of the city.
export function until_reload_ms(now_ms: number, zone: string): number {
  const today = day_number(now_ms, zone)
  const at = (day: number) => day_begins_ms(day, zone) + Number(reload_at.slice(0, 2)) * 3_600_000
  return (at(today) > now_ms ? at(today) : at(shift_day(today, 1))) - now_ms
}

// Which page is up, from 0.
export function page_at(now_ms: number, pages: number): number {
  return pages > 0 ? Math.floor(now_ms / page_turns_ms) % pages : 0
}
