// Who has a whistle, in a sentence: its lead, or the desk that has to decide, and why.
import type { Messages } from '../../api/client'
import { department_name } from '../../api/pack'
import { desk_name } from '../whistle/names'
import { t as whistle_t } from '../whistle/words'
import { t } from './words'

type Holder = Messages['Holder']

export function holder_text(of?: Holder): string {
  if (!of) return '—'
  if (of.desk === '') return t('changes.lead', { lead: department_name(of.lead) })
  return `${desk_name(of.desk)} · ${whistle_t(`desk_reason.${of.desk_reason}`)}`
}
export const same_holder = ({ before, after }: { before?: Holder; after?: Holder }): boolean =>
  before?.lead === after?.lead && before?.desk === after?.desk
