// What two packs call and grant differently for one whistle, a sentence each.
import { department_name } from '../../api/pack'
import type { Messages } from '../../api/client'
import { budget_text } from '../../base/limit_text'
import { name_list } from '../whistle/names'
import type { OpenChange } from './publish'
import { t } from './words'

type Called = Messages['CalledDepartment']
type Budget = Messages['Budget']

const limit_text = (limit: Budget | undefined): string => (limit ? budget_text(limit) : t('difference.no_limit'))
const same = (one: Budget | undefined, other: Budget | undefined): boolean =>
  one?.unit === other?.unit && one?.amount_ms === other?.amount_ms

function limits_of(who: string, before: Called, after: Called): string[] {
  const lines: string[] = []
  const say = (clock: 'report_in' | 'handle', one: Budget | undefined, other: Budget | undefined) => {
    if (same(one, other)) return
    lines.push(t(`difference.${clock}`, { who, before: limit_text(one), after: limit_text(other) }))
  }
  say('report_in', before.report_in, after.report_in)
  say('handle', before.handle, after.handle)
  return lines
}

// Of a lead that is another, only what it is granted against the one before.
export function differences_of({ called_before, called_after }: OpenChange): string[] {
  const [lead_before, ...helpers_before] = called_before
  const [lead_after, ...helpers_after] = called_after
  if (!lead_before || !lead_after) return []
  const without = (some: Called[], others: Called[]): string[] =>
    some
      .filter((each) => !others.some((other) => other.department === each.department))
      .map((each) => department_name(each.department))
  const come = without(helpers_after, helpers_before)
  const go = without(helpers_before, helpers_after)
  const lines = limits_of(t('difference.lead'), lead_before, lead_after)
  if (come.length > 0) lines.push(t('difference.come', { who: name_list(come) }))
  if (go.length > 0) lines.push(t('difference.go', { who: name_list(go) }))
  for (const after of helpers_after) {
    const before = helpers_before.find((each) => each.department === after.department)
    if (before) lines.push(...limits_of(department_name(after.department), before, after))
  }
  return lines
}
