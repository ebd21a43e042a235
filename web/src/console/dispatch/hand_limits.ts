// Until when a department would have to report in and to handle if a desk named it now: it chooses who, not how long.
// The limits are those of the duty list where one duty covers the matter there, else the kind's own, and the source's
// order goes before both.
import type { Messages } from '../../api/client'
import { pack_names, zone } from '../../api/pack'
import { budget_text } from '../../base/limit_text'
import { instant_text } from '../../base/time_text'
import { t as shared } from '../../base/words'
import type { Explanation } from '../whistle/because'
import { t } from './words'

type Budget = Messages['Budget']
const counts_always = ({ unit }: Budget): boolean => unit === 'urgent_hour' || unit === 'natural_day'

// The innermost place in an area, the first of them.
export function innermost(area: string): string {
  const areas = pack_names()?.areas ?? []
  const first = areas.find((each) => each.parent === area)
  return first ? innermost(first.code) : area
}

// What is told of the place itself; where no department of the duty's kind is of so wide a place, what the same duty
// says further in: its limits are the same.
export function told_limits(here: Explanation | undefined, inside: Explanation | undefined): Explanation | undefined {
  if (here?.decision.lead) return here
  const row = here?.rows.find((each) => each.fate === 'won')?.line
  return row !== undefined && inside?.decision.lead && inside.decision.row === row ? inside : undefined
}

export interface HandQuestion {
  report?: Messages['Report']
  told?: Explanation
  lead: string // who is to have it
  now_ms: number
}

export function hand_limits({ report, told, lead, now_ms }: HandQuestion): string {
  const kind = shared(`kind.${report?.kind ?? 'unspecified'}`)
  const seat = told?.decision.lead
  const ordered = report?.ordered_limit
  const sentences = [t('limits.both', { reports_in: reports_in(), handles: handles() })]
  // Office hours were counted of whom the duty list names.
  const own_hours = [seat?.report_in, ordered ? undefined : seat?.handle].some((each) => each && !counts_always(each))
  if (seat && own_hours && lead !== '' && lead !== seat.department) sentences.push(t('limits.own_hours'))
  if (!seat) sentences.push(t('limits.unknown'))
  return sentences.join(' ')

  function until(limit: Budget, due_ms = 0): string {
    const at = counts_always(limit) ? now_ms + limit.amount_ms : due_ms
    return at > 0 ? instant_text(at, zone()) : ''
  }
  function reports_in(): string {
    if (!seat) return t('limits.report_in_default', { kind })
    const [limit, at] = [budget_text(seat.report_in), until(seat.report_in, seat.report_in_due_ms)]
    return at === '' ? t('limits.report_in', { limit }) : t('limits.report_in_by', { limit, at })
  }
  function handles(): string {
    if (ordered) {
      if (ordered.due_at_ms === 0) return t('limits.unordered')
      return t('limits.ordered', { at: instant_text(ordered.due_at_ms, zone()) })
    }
    if (!seat) return t('limits.handle_default', { kind })
    if (!seat.handle) return t('forecast.no_limit')
    const [limit, at] = [budget_text(seat.handle), until(seat.handle, seat.handle_due_ms)]
    return at === '' ? t('limits.handle', { limit }) : t('limits.handle_by', { limit, at })
  }
}
