// The explanation of a decision in plain sentences: whose it is and what says so, and until when by which limit.
// Made of what the trace beside it is made of, so that both say the same.
import type { components } from '../../api/generated/openapi'
import { area_name, department_name, find_matter, matter_name, zone } from '../../api/pack'
import { budget_text } from '../../base/limit_text'
import { instant_text } from '../../base/time_text'
import { t as shared } from '../../base/words'
import { desk_name, name_list } from './names'
import { t } from './words'

export type Explanation = components['schemas']['explanation']
type Clock = components['schemas']['explained_clock']

// "component:01012", as the explanation writes it.
function matter_text(written: string | undefined): string {
  if (!written) return t('because.no_matter')
  return matter_name(key_of(written))
}
function key_of(written: string): { kind: string; code: string } {
  const [kind = '', code = ''] = written.split(':')
  return { kind, code }
}
const place_text = (area: string): string => (area === '' ? t('because.no_area') : area_name(area))

// What was asked of the duty list.
export const asked_text = ({ matter, area, kind }: Pick<Explanation, 'matter' | 'area' | 'kind'>) => ({
  matter: matter_text(matter),
  area: place_text(area),
  kind: shared(`kind.${kind ?? 'unspecified'}`),
})

// What says how long.
export function origin_text(clock: Clock, told: Explanation): string {
  if (clock.origin === 'ordered') return t('because.ordered')
  if (clock.origin === 'kind_default') {
    return t('because.kind_default', { kind: shared(`kind.${told.kind ?? 'unspecified'}`) })
  }
  // Its class is a code of the pack's: what it is for says more, and the code stands in the trace.
  const of_class = find_matter(key_of(told.matter ?? ''))?.class_name ?? ''
  const matter = of_class === '' ? matter_text(told.matter) : t('because.of_class', { matter: matter_text(told.matter), of_class })
  const row = clock.limit_row ?? 0
  return told.condition > 0
    ? t('because.limit_row_condition', { row, matter, condition: told.condition })
    : t('because.limit_row', { row, matter })
}

function whose({ decision, ...told }: Explanation): string {
  const about = asked_text(told)
  if (decision.desk !== undefined) {
    const reason = t(`desk_reason.${decision.reason ?? 'unspecified'}`)
    return t('because.desk', { ...about, desk: desk_name(decision.desk), reason })
  }
  const by_hand = !decision.row
  const lead = department_name(decision.lead?.department ?? '')
  return t(by_hand ? 'because.by_hand' : 'because.duty', { ...about, lead, row: decision.row ?? 0 })
}

// One sentence each: whose it is, who helps, and every clock of whoever leads.
export function because(told: Explanation): string[] {
  const { decision } = told
  const sentences = [whose(told)]
  const helpers = (decision.helpers ?? []).map((each) => department_name(each.department))
  if (helpers.length > 0) sentences.push(t('because.helpers', { helpers: name_list(helpers) }))
  if (decision.desk !== undefined && decision.limit) {
    sentences.push(t('because.desk_limit', { limit: budget_text(decision.limit) }))
  }
  const of_lead = told.clocks.filter((each) => each.departments.includes(decision.lead?.department ?? ''))
  for (const clock of of_lead) {
    const fill = {
      clock: t(`clock.${clock.clock}`),
      at: instant_text(clock.due_ms, zone()),
      limit: budget_text(clock.limit, clock.work_day_ms),
      origin: origin_text(clock, told),
    }
    sentences.push(t('because.clock', fill))
  }
  if (decision.lead && !decision.lead.handle) sentences.push(t('because.no_handle'))
  return sentences
}
