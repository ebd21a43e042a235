// How a row of the desk says what it is judged by: the state of a clock that does not run; of one that does, which it is
// and its limit. 2 days left of 2 work hours are little.
import { limit_text } from '../../base/limit_text'
import type { SlaState } from '../../base/sla'
import { clock_of } from '../queue/order'
import type { QueueRow } from '../queue/row'
import { t as whistle_word } from '../whistle/words'
import { t } from './words'

// Undefined: its clock runs, and the instant says.
export function standing_state(row: QueueRow): SlaState | undefined {
  if (row.obligation === 'done') return row.was_late ? 'done_late' : 'done'
  return clock_of(row) ? undefined : 'paused'
}

// In words of its own: of what is done, what was in time; of what stands, for whom or until when, as far as is known.
export function standing_text(row: QueueRow): string | undefined {
  const state = standing_state(row)
  if (state === 'done' || state === 'done_late') return t(`row.${state}`)
  if (state === undefined) return undefined
  if (row.question !== '') return t('row.question')
  if (row.awaits.includes('return')) return t('row.waits_return')
  return row.shelved_until_ms > 0 ? t('row.shelved') : undefined
}

// 报到 · 限 30 紧急工作分钟; empty: none runs.
export function clock_text(row: QueueRow): string {
  const clock = clock_of(row)
  if (!clock || standing_state(row)) return ''
  return [whistle_word(`clock.${clock.clock}`), limit_text(clock.limit)].filter(Boolean).join(' · ')
}
