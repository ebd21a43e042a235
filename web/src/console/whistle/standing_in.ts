// Who was called in place of whom, and who has it now: said once, and of nobody's absence no more when somebody has
// come.
import type { Messages } from '../../api/client'
import { department_name } from '../../api/pack'
import { t } from './words'

type Called = Pick<Messages['Obligation'], 'department' | 'seat' | 'staffing' | 'stage'>

// Undefined: whoever was called was there himself, or nobody keeps a roster.
export function called_in_place(owed: Called): string | undefined {
  const waits = owed.stage === 'owed'
  if (owed.staffing === 'nobody') return waits ? t('roll.nobody_on_duty') : undefined
  if (owed.seat === '' || owed.seat === owed.department) return undefined
  const said = { department: department_name(owed.department), seat: department_name(owed.seat) }
  return t(waits ? 'roll.seat' : 'roll.seat_now', said)
}
