// Spans and instants as people read them.
import { language } from './language'
import { parts_of } from './zone_time'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

// 不到 1 分, 12 分, 3时40分, 2天3时: the two largest parts are enough to act on, and each says its unit.
export function span_text(ms: number): string {
  const whole = Math.max(0, ms)
  const days = Math.floor(whole / day)
  const hours = Math.floor((whole % day) / hour)
  const minutes = Math.floor((whole % hour) / minute)
  const in_english = language.value === 'en'
  if (days > 0) return in_english ? `${days}d ${hours}h` : `${days}天${hours}时`
  if (hours > 0) return in_english ? `${hours}h ${minutes}m` : `${hours}时${minutes}分`
  if (minutes === 0) return in_english ? 'under 1 min' : '不到 1 分' // nobody is late by nothing
  return in_english ? `${minutes} min` : `${minutes} 分`
}

// 3 秒, 5 分, then as spans are: how long ago something was.
export function ago_text(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const in_english = language.value === 'en'
  if (seconds < 60) return in_english ? `${seconds} s` : `${seconds} 秒`
  return span_text(ms)
}

// 11-26 17:00 in the city's zone; the year only where it is another one.
export function instant_text(ms: number, zone: string): string {
  const told = parts_of(ms, zone)
  const short = `${told.month}-${told.day} ${told.hour}:${told.minute}`
  return told.year === parts_of(Date.now(), zone).year ? short : `${told.year}-${short}`
}

// 2026-11-26 17:00: paper is read in other years.
export function dated_text(ms: number, zone: string): string {
  const told = parts_of(ms, zone)
  return `${told.year}-${told.month}-${told.day} ${told.hour}:${told.minute}`
}

// 20261126, as figures are asked for.
export function day_number(ms: number, zone: string): number {
  const { year, month, day } = parts_of(ms, zone)
  return Number(`${year}${month}${day}`)
}
