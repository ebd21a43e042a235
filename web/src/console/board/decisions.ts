// What waits for somebody's word on a whistle, each with what is said about it when it is decided.
import type { CommandBody, Messages } from '../../api/client'
import { awaits_ruling } from '../whistle/roll_call'

type State = Messages['WhistleState']
type Decision = 'granted' | 'refused'

export type Awaited =
  | { sort: 'extension'; department: string; more: Messages['Budget']; times: number }
  | { sort: 'shelving'; until_ms: number }
  | { sort: 'appeal'; department: string; clock: 'report_in' | 'handle' }
  | { sort: 'return'; department: string; proposed: string; desk: string }

export function awaited_of(state: State): Awaited[] {
  const found: Awaited[] = []
  for (const owed of state.obligations) {
    const { department } = owed
    if (owed.extension_asked)
      found.push({ sort: 'extension', department, more: owed.extension_asked, times: owed.extensions })
    if (owed.report_in_appeal === 'pending') found.push({ sort: 'appeal', department, clock: 'report_in' })
    if (owed.handle_appeal === 'pending') found.push({ sort: 'appeal', department, clock: 'handle' })
    if (awaits_ruling(owed)) found.push({ sort: 'return', department, proposed: owed.proposed, desk: owed.ruling_desk })
  }
  if (state.shelving_asked_until_ms > 0) found.push({ sort: 'shelving', until_ms: state.shelving_asked_until_ms })
  return found
}

export type Said =
  | { name: 'decide_extension'; body: CommandBody<'decide_extension'> }
  | { name: 'decide_shelving'; body: CommandBody<'decide_shelving'> }
  | { name: 'decide_appeal'; body: CommandBody<'decide_appeal'> }

// Null: a return is ruled on by its desk, with another lead to be named.
export function word_on(one: Awaited, decision: Decision, reason: string): Said | null {
  if (one.sort === 'extension')
    return { name: 'decide_extension', body: { department: one.department, decision, reason } }
  if (one.sort === 'shelving') return { name: 'decide_shelving', body: { decision, reason } }
  if (one.sort === 'appeal')
    return { name: 'decide_appeal', body: { department: one.department, clock: one.clock, decision, reason } }
  return null
}
