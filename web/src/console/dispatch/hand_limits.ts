// What limits run where a desk names the departments itself: it chooses who, not how long. They are those of the duty
// list where one duty covers the matter there, else the kind's own, and the source's order goes before both.
import type { Messages } from '../../api/client'
import { zone } from '../../api/pack'
import { budget_text } from '../../base/limit_text'
import { instant_text } from '../../base/time_text'
import { t as shared } from '../../base/words'
import type { Explanation } from '../whistle/because'
import { t } from './words'

export function hand_limits(report: Messages['Report'] | undefined, told: Explanation | undefined): string {
  const kind = shared(`kind.${report?.kind ?? 'unspecified'}`)
  const lead = told?.decision.lead
  const ordered = report?.ordered_limit
  const reports_in = lead
    ? t('limits.report_in', { limit: budget_text(lead.report_in) })
    : t('limits.report_in_default', { kind })
  return t('limits.both', { reports_in, handles: handles() })

  function handles(): string {
    if (ordered) {
      if (ordered.due_at_ms === 0) return t('limits.unordered')
      return t('limits.ordered', { at: instant_text(ordered.due_at_ms, zone()) })
    }
    if (!lead) return t('limits.handle_default', { kind })
    return lead.handle ? t('limits.handle', { limit: budget_text(lead.handle) }) : t('forecast.no_limit')
  }
}
