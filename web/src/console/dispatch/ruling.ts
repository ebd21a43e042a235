// What a desk may rule on a return, all in one list: each choice says whole what comes of it, and one digit makes it.
import { department_name } from '../../api/pack'
import type { Candidate } from './candidates'
import { t } from './words'

export type RulingChoice = `upheld:${string}` | 'rejected' // upheld: with who has it instead, or nobody

export const instead_in = (choice: RulingChoice | ''): string =>
  choice.startsWith('upheld:') ? choice.slice('upheld:'.length) : ''

export interface RulingOn {
  part: 'lead' | 'helper' // of whoever returned it
  of: string
  candidates: readonly Candidate[]
  chosen: string // of any department: stands in the list, too
}

const instead_max = 7 // digits of one hand: with nobody instead, and rejecting, there are nine

export function ruling_choices({ part, of, candidates, chosen }: RulingOn): (readonly [RulingChoice, string])[] {
  const codes = candidates.slice(0, instead_max).map((each) => each.department)
  if (chosen !== '' && !codes.includes(chosen)) codes.splice(instead_max - 1, 1, chosen)
  const found = codes.map((code): readonly [RulingChoice, string] => [
    `upheld:${code}`,
    t(part === 'lead' ? 'rule.to_lead' : 'rule.to_helper', { department: department_name(code) }),
  ])
  // A lead has to have a successor; a helper need not.
  if (part === 'helper') found.push(['upheld:', t('rule.upheld_helper')])
  else if (codes.length === 0) found.push(['upheld:', t('rule.upheld')])
  return [...found, ['rejected', t('rule.rejected', { department: department_name(of) })]]
}
