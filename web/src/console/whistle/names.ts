// Holders and names as people say them.
import type { Messages } from '../../api/client'
import { area_name, department_name } from '../../api/pack'
import { joined, language } from '../../base/language'
import { desk_of, owes } from './roll_call'
import { t } from './words'

export const desk_name = (area: string): string => t('desk_of', { area: area_name(area, 1) })

// A holder of a clock: "dept/<code>" or "desk/<area code>".
export function holder_name(holder: string): string {
  const [sort, code = ''] = holder.split('/')
  if (sort === 'desk') return desk_name(code)
  return sort === 'dept' ? department_name(code) : holder
}

export const name_list = (names: string[]): string => joined(names, language.value === 'en' ? ', ' : '、')

// Whom a reminder is for: the departments that owe something, else the desk that has it; '' while it is verified.
export function urged_names(state: Messages['WhistleState']): string {
  const owing = state.obligations.filter(owes).map((each) => department_name(each.department))
  if (owing.length > 0) return name_list(owing)
  const at = desk_of(state)
  return at === '' ? '' : desk_name(at)
}
