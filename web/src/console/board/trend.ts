// A figure day by day: one request for each day, two at a time, kept for a while. A day that has gone by can still
// change (a reopening, an upheld appeal), so that nothing is kept for ever.
import { ask_figures, type Days, type Grouping } from '../../api/surveys'
import type { Messages } from '../../api/client'
import { each_day, shift_day } from './period'

export const trend_days_max = 31
const trend_days_min = 14 // a single day has no trend: it is shown with those before it
const kept_ms = 10 * 60_000
const today_kept_ms = 60_000
const kept_max = 200
const at_a_time = 2

type Table = Messages['FigureTable']
export interface TrendDay {
  day: number
  table: Table | null // null: not answered yet
}
type Ask = (days: Days, by: Grouping) => Promise<Table>

// The days of a trend: the last ones of the period, two weeks at least, and none that lies ahead.
export function trend_days(days: Days, today: number): number[] {
  if (days.from > today) return []
  const to = Math.min(days.to, today)
  const from = Math.min(days.from, shift_day(to, 1 - trend_days_min))
  return each_day({ from, to }).slice(-trend_days_max)
}

interface Kept {
  asked_at_ms: number
  table: Promise<Table>
}

export class Trend {
  private readonly kept = new Map<string, Kept>()
  constructor(
    private readonly now_ms: () => number,
    private readonly ask: Ask = ask_figures,
  ) {}

  // Tells after each answer; the latest day comes first, because it is looked at first. Throws the first fault.
  async load(
    days: number[],
    by: Grouping,
    today: number,
    stop: AbortSignal,
    tell: (so_far: TrendDay[]) => void,
  ): Promise<void> {
    const told: TrendDay[] = days.map((day) => ({ day, table: null }))
    const waiting = [...told].reverse()
    const work = async () => {
      for (let one = waiting.shift(); one && !stop.aborted; one = waiting.shift()) {
        one.table = await this.of_day(one.day, by, today)
        if (!stop.aborted) tell([...told])
      }
    }
    await Promise.all(Array.from({ length: at_a_time }, work))
  }

  forget(): void {
    this.kept.clear()
  }

  private of_day(day: number, by: Grouping, today: number): Promise<Table> {
    const key = `${day} ${by}`
    const found = this.kept.get(key)
    const age_max_ms = day === today ? today_kept_ms : kept_ms
    if (found && this.now_ms() - found.asked_at_ms < age_max_ms) return found.table
    const table = this.ask({ from: day, to: day }, by)
    this.kept.delete(key)
    this.kept.set(key, { asked_at_ms: this.now_ms(), table })
    table.catch(() => this.kept.delete(key))
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= kept_max) break
      this.kept.delete(oldest)
    }
    return table
  }
}

// One row's percentages, day by day; null where there is nothing to divide by, or no answer yet.
export function trend_of(days: TrendDay[], group: string, figure_index: number): (number | null)[] {
  return days.map(({ table }) => {
    const share = table?.rows.find((row) => row.group === group)?.shares[figure_index]
    return share && share.of > 0 ? (share.counted / share.of) * 100 : null
  })
}
