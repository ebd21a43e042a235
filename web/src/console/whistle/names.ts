// Holders and names as people say them.
import { area_name, department_name } from '../../api/pack'
import { joined, language } from '../../base/language'
import { t } from './words'

export const desk_name = (area: string): string => t('desk_of', { area: area_name(area, 1) })

// A holder of a clock: "dept/<code>" or "desk/<area code>".
export function holder_name(holder: string): string {
  const [sort, code = ''] = holder.split('/')
  if (sort === 'desk') return desk_name(code)
  return sort === 'dept' ? department_name(code) : holder
}

export const name_list = (names: string[]): string => joined(names, language.value === 'en' ? ', ' : '、')
