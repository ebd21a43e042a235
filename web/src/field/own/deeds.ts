// What a reporter may still say, as docs/permissions.md has it: of a report of his own, or one that his was joined to.
import type { Messages } from '../../api/client'
import type { Identity } from '../identity'

export type Deed = 'note' | 'amend' | 'withdraw' | 'rate' | 'reopen'
type State = Messages['WhistleState']

const reopened_within_days = 15
export const reopened_until_ms = (ended_at_ms: number): number => ended_at_ms + reopened_within_days * 24 * 3600_000

function after_closing(state: State, own: boolean, now_ms: number): Deed[] {
  const found: Deed[] = []
  if (own && !state.rating) found.push('rate')
  // What has closed with its umbrella is reopened with it.
  if (!state.joined && now_ms <= reopened_until_ms(state.ended_at_ms)) found.push('reopen')
  return found
}

export function deeds_of(state: State, user: string, now_ms: number): Deed[] {
  const own = state.reporter === user
  if (!own && !state.members.some((each) => each.reporter === user)) return []
  switch (state.stage) {
    case 'raised':
    case 'filed':
    case 'dispatched':
    case 'handling':
      if (!own) return ['note']
      // Others have reported it too: it is not his alone to take back.
      return state.members.length > 0 ? ['note', 'amend'] : ['note', 'amend', 'withdraw']
    case 'handled':
      return own ? ['note', 'amend'] : ['note']
    case 'closed':
      return after_closing(state, own, now_ms)
    case 'declined':
    case 'withdrawn':
    case 'joined':
    case 'unspecified':
      return []
  }
}

// Nobody looks at his own work, nor at his department's.
export function may_verify(state: State, who: Identity): boolean {
  if (state.stage !== 'handled') return false
  const own_work = (each: Messages['Obligation']) =>
    each.handlers.includes(who.user) ||
    (who.department !== '' && (each.department === who.department || each.seat === who.department))
  return !state.obligations.some(own_work)
}
