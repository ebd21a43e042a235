// Rows of the figure table: which of them are shown, in which order, and whether they sum to the row above them.
import type { Messages } from '../../api/client'
import type { FigureName } from '../../api/surveys'
import { by_standing } from './standing'
import type { Sorting } from './view'

export type FigureRow = Messages['FigureRow']
type Share = Messages['FigureShare']

// Null where there is nothing to divide by: that is not 0 %.
export function percent(share: Share | undefined): number | null {
  return share && share.of > 0 ? (share.counted / share.of) * 100 : null
}

// Of what was due in the period: where it still runs, so far.
export const counts_what_is_due: readonly FigureName[] = ['closing', 'on_time', 'response']
export const still_runs = (table: Messages['FigureTable']): boolean => table.as_of_ms < table.to_ms

// By holder, of all these rows.
export function held_of_all(rows: readonly FigureRow[]): FigureRow['held'] {
  const sums = new Map<string, number>()
  for (const each of rows.flatMap((row) => row.held)) sums.set(each.holder, (sums.get(each.holder) ?? 0) + each.held_ms)
  return [...sums].map(([holder, ms]) => ({ holder, held_ms: ms }))
}

export function held_ms(row: FigureRow): number {
  return row.held.reduce((sum, each) => sum + each.held_ms, 0)
}

// Of the figures that have something to divide by, the one a board opens on; null: none has.
export function first_known(row: FigureRow, names: readonly FigureName[]): FigureName | null {
  const known = names.filter((_, i) => percent(row.shares[i]) !== null)
  return known.find((each) => each === 'honest') ?? known[0] ?? null
}

// Of most columns the least is the worst; of time held, and of what was returned, the most.
export const worst_is_least = (column: string): boolean => !['held', 'returned', 'unfounded'].includes(column)

// Rows by the asked column; of the same value the one that stands worse comes first. What has nothing to divide by is
// neither good nor bad, and comes last either way.
export function sorted_rows(rows: FigureRow[], sort: Sorting, figures: readonly string[]): FigureRow[] {
  const at = figures.indexOf(sort.by)
  const value = (row: FigureRow): number | null => {
    if (sort.by === 'composite') return row.composite ?? null
    if (sort.by === 'held') return held_ms(row)
    return percent(row.shares[at])
  }
  const by_name = (a: FigureRow, b: FigureRow) =>
    a.name.localeCompare(b.name, 'zh-CN') || a.group.localeCompare(b.group)
  const standing = by_standing(figures)
  const turn = sort.up ? 1 : -1
  if (sort.by === 'name') return [...rows].sort((a, b) => turn * by_name(a, b))
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || standing(a, b)
    return turn * (left - right) || standing(a, b)
  })
}

// Codes of areas begin with the code of the area they lie in; what is known no better than that area is one of them.
export function rows_within<Row extends { group: string }>(rows: Row[], area: string): Row[] {
  return area === '' ? rows : rows.filter((row) => row.group.startsWith(area))
}

export interface Sum {
  shares: Share[]
  held_ms: number
}

export function sum_of(rows: FigureRow[], figures: number): Sum {
  const shares = Array.from({ length: figures }, () => ({ counted: 0, of: 0 }))
  for (const row of rows) {
    row.shares.forEach((share, i) => {
      const to = shares[i]
      if (!to) return
      to.counted += share.counted
      to.of += share.of
    })
  }
  return { shares, held_ms: rows.reduce((sum, row) => sum + held_ms(row), 0) }
}

// What the row above has and no row below: whistles without a lead or a known matter. All 0 where they sum.
export function left_over(above: FigureRow, below: Sum): Share[] {
  return above.shares.map((share, i) => ({
    counted: share.counted - (below.shares[i]?.counted ?? 0),
    of: share.of - (below.shares[i]?.of ?? 0),
  }))
}

export function sums_up(above: FigureRow, below: Sum): boolean {
  return left_over(above, below).every((share) => share.counted === 0 && share.of === 0)
}

// All of one list that is not in the other; a whistle stands in each as often as it was counted.
export function missing_of(all: string[], counted: string[]): string[] {
  const times = new Map<string, number>()
  for (const id of counted) times.set(id, (times.get(id) ?? 0) + 1)
  return all.filter((id) => {
    const left = times.get(id) ?? 0
    if (left > 0) times.set(id, left - 1)
    return left === 0
  })
}
