// The one clock of a whistle that a row shows: how it ended, what is late the longest, else what is due next.
import type { Messages } from '../../api/client'
import type { SlaState } from '../../base/sla'
import { is_end } from '../../base/stage'

export interface RowClock {
  due_at_ms: number
  soon_at_ms?: number // due soon from then on
  state?: SlaState // of a clock that does not run
}

// Null: it ended without anybody having had to handle it. Closed late is what its last lead closed late, as figures
// count it: not what was late with one that returned it before, and was right to.
export function clock_of_view(view: Messages['WhistleView']): RowClock | null {
  if (view.state && is_end(view.state.stage)) {
    const lead = view.state.obligations[0]
    if (view.state.stage !== 'closed' || !lead) return null
    const late = (lead.handle?.overrun_recorded ?? false) && lead.handle_appeal !== 'upheld'
    return { due_at_ms: 0, state: late ? 'done_late' : 'done' }
  }
  const late = view.overruns.filter((each) => each.stopped_at_ms === 0).map((each) => each.due_at_ms)
  if (late.length > 0) return { due_at_ms: Math.min(...late) }
  const [next] = view.deadlines // the earliest
  return next ? { due_at_ms: next.due_at_ms, soon_at_ms: next.soon_at_ms } : { due_at_ms: 0, state: 'paused' }
}
