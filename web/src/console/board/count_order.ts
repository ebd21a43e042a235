// The order of rows of counts: by a column, by name, or by what the last column says, the worst first where nobody asks.
import type { Sorting } from './view'

interface Row {
  group: string
  counts: number[]
}
export interface CountOrder<Item extends Row> {
  columns: readonly string[] // one for each count
  name: (row: Item) => string
  rank: (row: Item) => number | null // of the last column: the least is the worst; null: neither
}

export const worst_first: Sorting = { by: 'rank', up: true }

export function ordered_counts<Item extends Row>(rows: readonly Item[], sort: Sorting, of: CountOrder<Item>): Item[] {
  const at = of.columns.indexOf(sort.by)
  const turn = sort.up ? 1 : -1
  const all = (row: Row) => row.counts.reduce((sum, each) => sum + each, 0)
  const by_name = (a: Item, b: Item) => of.name(a).localeCompare(of.name(b), 'zh-CN') || a.group.localeCompare(b.group)
  const by_size = (a: Item, b: Item) => all(b) - all(a) || by_name(a, b)
  if (sort.by === 'name') return [...rows].sort((a, b) => turn * by_name(a, b))
  if (at >= 0) return [...rows].sort((a, b) => turn * ((a.counts[at] ?? 0) - (b.counts[at] ?? 0)) || by_size(a, b))
  return [...rows].sort((a, b) => {
    const [left, right] = [of.rank(a), of.rank(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || by_size(a, b)
    return turn * (left - right) || by_size(a, b)
  })
}
