// The clocks of one holder as the phone shows them: what has run out stays in sight, then what ends first.
import type { Messages } from '../../api/client'

export type FieldClock = Messages['Deadline'] | Messages['Overrun']

// department: empty for a desk's.
export function clocks_with(
  { deadlines, overruns }: Pick<Messages['WhistleView'], 'deadlines' | 'overruns'>,
  department: string,
): FieldClock[] {
  const late = overruns.filter((each) => each.department === department && each.stopped_at_ms === 0)
  const running = deadlines.filter(
    (each) => each.department === department && !late.some((over) => over.clock === each.clock),
  )
  return [...late, ...running].sort((one, other) => one.due_at_ms - other.due_at_ms)
}
