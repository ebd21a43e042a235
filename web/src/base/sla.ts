// How a clock is shown: state, shape, word and colour together, never colour alone.
import type { Messages } from '../api/client'
import { span_text } from './time_text'
import { t } from './words'

export type SlaState = 'on_track' | 'due_soon' | 'overdue' | 'paused' | 'done' | 'done_late' | 'none'
// Of one clock: it has a limit, and nobody can say when that ends.
export type ClockState = SlaState | 'unknown'

// Due soon is the last fifth of a limit, and its last 30 minutes at most: the server says from when on, with every
// deadline. The ladder of the pack says when somebody is warned; this is what the eye needs.

export const sla_shapes: Record<ClockState, string> = {
  on_track: '●',
  due_soon: '▲',
  overdue: '■',
  paused: '‖',
  done: '✓',
  done_late: '✓',
  none: '○',
  unknown: '?',
}

export interface SlaView {
  state: SlaState
  text: string // with its time: 余 3:40
  left_ms: number // negative: over
}

// due_at_ms 0: no limit. soon_at_ms: as the deadline says; of what is over it is asked no more.
export function sla_of_due(due_at_ms: number, soon_at_ms: number, now_ms: number): SlaView {
  if (due_at_ms === 0) return { state: 'none', text: t('sla.none'), left_ms: Infinity }
  const left_ms = due_at_ms - now_ms
  const state = left_ms < 0 ? 'overdue' : now_ms >= soon_at_ms ? 'due_soon' : 'on_track'
  return { state, text: t(`sla.${state}`, { time: span_text(Math.abs(left_ms)) }), left_ms }
}

// Of a queue's row: what is late the longest, else what is due next.
export function sla_of_item(item: Messages['InboxItem'], now_ms: number): SlaView {
  const late = item.overruns[0]
  if (late) return sla_of_due(late.due_at_ms, late.due_at_ms, now_ms)
  const next = item.next_deadline
  if (next) return sla_of_due(next.due_at_ms, next.soon_at_ms, now_ms)
  return { state: 'paused', text: t('sla.paused'), left_ms: Infinity }
}
