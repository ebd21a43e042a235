// Times held that are shown with their sum: to the minute, and so that what is read adds up to what is read.
import { t } from './words'

export const minute = 60_000
const day_minutes = 24 * 60

// Full minutes of each, together those of the whole: what rounding leaves over goes to those that it takes most from.
export function minutes_adding_up(parts_ms: readonly number[]): number[] {
  const whole = Math.round(parts_ms.reduce((sum, each) => sum + each, 0) / minute)
  const made = parts_ms.map((each) => Math.floor(each / minute))
  let left = whole - made.reduce((sum, each) => sum + each, 0)
  const by_rest = parts_ms.map((each, i) => ({ i, rest: each % minute })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of by_rest) {
    if (left <= 0) break
    made[i] = (made[i] ?? 0) + 1
    left -= 1
  }
  return made
}

// 3 天 04:12; 0:40
export function minutes_text(minutes: number): string {
  const days = Math.floor(minutes / day_minutes)
  const hours = Math.floor((minutes % day_minutes) / 60)
  const rest = String(minutes % 60).padStart(2, '0')
  if (days === 0) return `${hours}:${rest}`
  return t('held_days', { days: days.toLocaleString('en'), time: `${String(hours).padStart(2, '0')}:${rest}` })
}

export const held_text = (ms: number) => minutes_text(Math.round(ms / minute))
