// When a limit ends, reckoned on the phone from the office hours that the server told it. As server/core/calendar.hpp.
import type { Messages } from '../../api/client'

export interface Stretch {
  from_ms: number
  to_ms: number
}
// When a limit ends that is used up exactly at a closing time: then, or when the office next opens.
export type AtClosing = 'closing' | 'next_opening'

// Null: there is no limit, or it lies beyond the hours that are known. Never a guess.
export function due_at(
  limit: Messages['Budget'] | undefined,
  from_ms: number,
  office: readonly Stretch[],
  at_closing: AtClosing = 'closing',
): number | null {
  if (!limit) return null
  if (limit.unit === 'urgent_hour' || limit.unit === 'natural_day') return from_ms + limit.amount_ms
  if (limit.unit !== 'work_hour' && limit.unit !== 'work_day') return null
  if (limit.amount_ms <= 0) return from_ms
  let left_ms = limit.amount_ms
  for (const open of office) {
    const begins = Math.max(open.from_ms, from_ms)
    const counts = open.to_ms - begins
    if (counts <= 0) continue
    if (left_ms < counts || (left_ms === counts && at_closing === 'closing')) return begins + left_ms
    left_ms -= counts
  }
  return null
}
