// A figure day by day: one question for all of them.
import type { Messages } from '../../api/client'
import { ask_figures_by_day, type Days, type Grouping, type Only } from '../../api/surveys'
import { each_day, shift_day } from './period'

export const trend_days_max = 31
const trend_days_min = 14 // a single day has no trend: it is shown with those before it

export interface Trend {
  days: number[]
  rows: Messages['FigureRow'][]
}

// The days of a trend: the last ones of the period, two weeks at least, and none that lies ahead.
export function trend_days(days: Days, today: number): number[] {
  if (days.from > today) return []
  const to = Math.min(days.to, today)
  const from = Math.min(days.from, shift_day(to, 1 - trend_days_min))
  return each_day({ from, to }).slice(-trend_days_max)
}

export async function ask_trend(days: number[], by: Grouping, only: Only): Promise<Trend> {
  const [from, to] = [days[0], days[days.length - 1]]
  if (from === undefined || to === undefined) return { days, rows: [] }
  return { days, rows: (await ask_figures_by_day({ from, to }, by, only)).rows }
}

// One row's shares, day by day.
export function shares_of(trend: Trend | null, group: string, figure_index: number): Messages['FigureShare'][] {
  const row = trend?.rows.find((each) => each.group === group)
  return (trend?.days ?? []).map((_, i) => row?.days[i]?.shares[figure_index] ?? { counted: 0, of: 0 })
}

// Their percentages; null where there is nothing to divide by.
export function trend_of(trend: Trend | null, group: string, figure_index: number): (number | null)[] {
  return shares_of(trend, group, figure_index).map(({ counted, of }) => (of > 0 ? (counted / of) * 100 : null))
}
