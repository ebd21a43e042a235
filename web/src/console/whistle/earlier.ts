// What an event leaves to those before it: whose desk it was, and by which limit.
import type { Messages } from '../../api/client'
import type { JournalEntry } from './timeline'

// An event among those of its whistle, as far as they are known.
export interface Moment {
  entry: JournalEntry
  history: readonly JournalEntry[]
  work_day: (department: string) => number // its office time, ms; 0: not known
}

function last_before<Said>(
  { entry, history }: Moment,
  said: (each: JournalEntry) => Said | undefined,
): Said | undefined {
  for (let i = history.length - 1; i >= 0; i -= 1) {
    const each = history[i]
    const found = each && each.version < entry.version ? said(each) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

// Of that department: its return, as long as nobody had ruled on it.
const unruled = (moment: Moment, department: string) => {
  const last = last_before(moment, ({ returned, ruled }) =>
    (returned ?? ruled)?.department === department ? { returned } : undefined,
  )
  return last?.returned
}

// Whose clock ran over, where it was a desk's: a ruling is the desk's whoever has returned, and so is meanwhile what a
// supervisor has ordered. '': a desk's that is not told. Null: the department's.
export function late_desk(said: NonNullable<JournalEntry['overran']>, moment: Moment): string | null {
  if (said.department === '') return last_before(moment, ({ desk_took }) => desk_took?.desk) ?? ''
  if (said.clock === 'ruling') return unruled(moment, said.department)?.desk ?? ''
  return said.clock === 'supervision' ? (unruled(moment, said.department)?.desk ?? null) : null
}

// By which a department's clock ran. Extended, it keeps its unit.
export function limit_then(
  department: string,
  clock: Messages['ClockName'],
  moment: Moment,
): Messages['Budget'] | undefined {
  const of = (said: { report_in_limit?: Messages['Budget']; handle_limit?: Messages['Budget'] }) =>
    clock === 'report_in' ? said.report_in_limit : said.handle_limit
  const delivered = last_before(moment, ({ delivered: said }) =>
    said?.department === department ? said : undefined,
  )
  // Nothing beside a delivery: those of the dispatch.
  const dispatched = delivered?.report_in_limit ? delivered : last_before(moment, (each) => each.dispatched)
  return dispatched && of(dispatched)
}
