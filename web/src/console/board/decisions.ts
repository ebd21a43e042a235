// What waits for somebody's word on a whistle, and the command that gives it.
import type { CommandBody, Messages } from '../../api/client'
import { type Asked, asked_of } from '../whistle/requests'
import { awaits_ruling } from '../whistle/roll_call'

type State = Messages['WhistleState']
export type Decision = 'granted' | 'refused'

export interface Returned {
  sort: 'return'
  department: string
  proposed: string
  desk: string
}
export type Awaited = Asked | Returned

export function awaited_of(state: State): Awaited[] {
  const returned = state.obligations.filter(awaits_ruling)
  return [
    ...asked_of(state, 'extension'),
    ...asked_of(state, 'appeal'),
    ...returned.map(
      ({ department, proposed, ruling_desk: desk }): Returned => ({ sort: 'return', department, proposed, desk }),
    ),
    ...(state.shelving_asked_until_ms > 0 ? asked_of(state, 'shelving') : []),
  ]
}

export type Word =
  | { name: 'decide_extension'; body: CommandBody<'decide_extension'> }
  | { name: 'decide_shelving'; body: CommandBody<'decide_shelving'> }
  | { name: 'decide_appeal'; body: CommandBody<'decide_appeal'> }

// A return has none: it is ruled on by its desk, with another lead to be named.
export function word_on({ sort, department, clock }: Asked, decision: Decision, reason: string): Word {
  if (sort === 'extension') return { name: 'decide_extension', body: { department, decision, reason } }
  if (sort === 'shelving') return { name: 'decide_shelving', body: { decision, reason } }
  return { name: 'decide_appeal', body: { department, clock, decision, reason } }
}
