// Who was called in place of whom. Who came then, of the two, is in the history: here nobody is said to act for another.
// Of nobody's absence nothing is said any more when somebody has come.
import type { Messages } from '../../api/client'
import { department_name } from '../../api/pack'
import { t } from './words'

type Called = Pick<Messages['Obligation'], 'department' | 'seat' | 'staffing' | 'stage'>

// Undefined: whoever was called was there himself, or nobody keeps a roster.
export function called_in_place(owed: Called): string | undefined {
  const waits = owed.stage === 'owed'
  if (owed.staffing === 'nobody') return waits ? t('roll.nobody_on_duty') : undefined
  if (owed.seat === '' || owed.seat === owed.department) return undefined
  return t('roll.seat', { department: department_name(owed.department), seat: department_name(owed.seat) })
}
