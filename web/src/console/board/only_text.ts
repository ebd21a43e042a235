// Of which whistles the figures are shown, in words.
import { area_name, department_name, matter_name } from '../../api/pack'
import { joined } from '../../base/language'
import type { BoardView } from './view'
import { t } from './words'

export function only_text({ tab, within, department, matter }: BoardView): string {
  if (tab !== 'figures') return ''
  const [kind = '', code = ''] = matter.split(':')
  const told = [
    within === '' ? '' : t('within', { area: area_name(within) }),
    department === '' ? '' : department_name(department),
    matter === '' ? '' : matter_name({ kind, code }),
  ]
  return joined(
    told.filter((text) => text !== ''),
    ' · ',
  )
}
