// Budgets and holders as people say them.
import type { Messages } from '../../api/client'
import { area_name, department_name } from '../../api/pack'
import { joined, language } from '../../base/language'
import { t } from './words'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Budget = Messages['Budget']

const in_unit = (ms: number, unit_ms: number): number => Math.round((ms / unit_ms) * 100) / 100

// 4 工作时, 30 紧急工作分钟, 7 天. What the server tells of work days is the office time in them.
export function budget_text(budget: Budget): string {
  const ms = budget.amount_ms
  if (budget.unit === 'work_day') return t('unit.work_day', { count: in_unit(ms, hour) })
  if (budget.unit === 'natural_day') {
    return ms % day === 0
      ? t('unit.natural_day', { count: ms / day })
      : t('unit.natural_hour', { count: in_unit(ms, hour) })
  }
  const short = ms < hour
  if (budget.unit === 'urgent_hour') {
    return t(short ? 'unit.urgent_minute' : 'unit.urgent_hour', { count: in_unit(ms, short ? minute : hour) })
  }
  if (budget.unit === 'work_hour') {
    return t(short ? 'unit.work_minute' : 'unit.work_hour', { count: in_unit(ms, short ? minute : hour) })
  }
  return t('unit.unspecified', { count: in_unit(ms, hour) })
}

export const desk_name = (area: string): string => t('desk_of', { area: area_name(area, 1) })

// A holder of a clock: "dept/<code>" or "desk/<area code>".
export function holder_name(holder: string): string {
  const [sort, code = ''] = holder.split('/')
  if (sort === 'desk') return desk_name(code)
  return sort === 'dept' ? department_name(code) : holder
}

export const name_list = (names: string[]): string => joined(names, language.value === 'en' ? ', ' : '、')
