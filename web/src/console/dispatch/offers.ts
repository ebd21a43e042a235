// What the desk may be offered on a whistle as it stands: a mirror of the server's rules
// (tests/core/whistle_matrix.md), which alone decides. Offering too much costs a sentence of refusal; too little would
// cost an act, so in doubt it is offered.
import type { Messages } from '../../api/client'
import { find_area } from '../../api/pack'
import { is_end } from '../../base/stage'
import { awaits_ruling, owes, waits_at_desk } from '../whistle/roll_call'

export const offers = [
  'file',
  'dispatch',
  'rule',
  'decide_extension',
  'decide_shelving',
  'decide_appeal',
  'verify',
  'redispatch',
  'release',
  'check',
  'join',
  'part',
  'urge',
  'note',
  'close',
  'decline',
  'return_visit',
] as const
export type Offer = (typeof offers)[number]

const for_supervisors: readonly Offer[] = ['decide_extension', 'decide_shelving', 'decide_appeal', 'urge', 'note']

type State = Messages['WhistleState']

export const is_shelved = (state: State): boolean => state.shelved_until_ms > 0

// No department has it because its place is so wide that none could: a smaller one lets the duty list name it.
export function too_wide(reason: Messages['DeskReason'], area: string): boolean {
  return reason === 'no_department' && ['city', 'district'].includes(find_area(area)?.level ?? '')
}

const appealed = (each: Messages['Obligation']) =>
  each.report_in_appeal === 'pending' || each.handle_appeal === 'pending'

function possible(state: State): Offer[] {
  const found: Offer[] = []
  const { stage, obligations } = state
  const returned = obligations.some(awaits_ruling)
  if (obligations.some(appealed)) found.push('decide_appeal')
  if (stage === 'joined') return [...found, 'part']
  if (is_end(stage)) {
    if (stage === 'closed' && state.visit !== 'reached') found.push('return_visit')
    return found
  }
  if (returned) found.push('rule')
  if (stage === 'raised' || stage === 'filed') found.push('file', 'check', 'decline')
  if (stage === 'filed') found.push('dispatch')
  if (obligations.some((each) => each.extension_asked)) found.push('decide_extension')
  if (state.shelving_asked_until_ms > 0 || is_shelved(state)) found.push('decide_shelving')
  if (stage === 'handled') found.push('verify', 'close')
  if ((stage === 'dispatched' || stage === 'handling') && !(returned && state.desk !== '')) {
    found.push('redispatch')
    if (obligations.some((each) => each.part === 'helper' && owes(each))) found.push('release')
  }
  if (stage !== 'handled' && !returned && state.members.length === 0) found.push('join')
  found.push('urge', 'note')
  return found
}

// In the order in which they are shown: what is waited for first. `area`: of whoever is offered; no desk urges itself.
export function offers_of(state: State, role: string, area = ''): Offer[] {
  const at_own_desk = role === 'desk_officer' && waits_at_desk(state, area)
  const found = possible(state).filter(
    (each) => (role === 'desk_officer' || for_supervisors.includes(each)) && !(each === 'urge' && at_own_desk),
  )
  return offers.filter((each) => found.includes(each))
}
