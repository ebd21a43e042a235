// The clocks of one holder as the phone shows them: what has run out stays in sight, then what ends first.
import type { Messages } from '../../api/client'
import type { InboxItem } from '../city'
import { state_of } from '../views'

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

// Of a whistle in a list: what is late the longest, else what ends first.
export const clock_of = (item: InboxItem): FieldClock | undefined => item.overruns[0] ?? item.next_deadline

// No clock of it runs: it is shelved, or somebody's turn whose time is not counted, who verifies or who is asked.
export const stands = (item: InboxItem): boolean =>
  item.stage === 'handled' || item.question !== '' || (state_of(item)?.shelved_until_ms ?? 0) > 0
