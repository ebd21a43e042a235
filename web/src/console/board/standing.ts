// Which rows stand worse than others, also where the share of one figure is the same for all: by the honest share, then
// by the response rate, then by how long one whistle was held there on average.
import type { Messages } from '../../api/client'

type Row = Messages['FigureRow']

// Of the row's own hands where it is a department's, for each obligation that was delivered to it in the period; null:
// none was.
export function held_each_ms(row: Row, figures: readonly string[]): number | null {
  const delivered = row.shares[figures.indexOf('returned')]?.of ?? 0
  if (delivered === 0) return null
  const own = row.held.find((each) => each.holder === `dept/${row.group}`)
  const held_ms = own ? own.held_ms : row.held.reduce((sum, each) => sum + each.held_ms, 0)
  return held_ms / delivered
}

const share_of = (row: Row, at: number): number | null => {
  const share = row.shares[at]
  return share && share.of > 0 ? share.counted / share.of : null
}

// What is not known stands behind what is.
function compare(one: number | null, other: number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one - other
}

// Worst first.
export function by_standing(figures: readonly string[]): (one: Row, other: Row) => number {
  const [honest, response] = [figures.indexOf('honest'), figures.indexOf('response')]
  const slow = (row: Row) => {
    const each = held_each_ms(row, figures)
    return each === null ? null : -each
  }
  return (one, other) =>
    compare(share_of(one, honest), share_of(other, honest)) ||
    compare(share_of(one, response), share_of(other, response)) ||
    compare(slow(one), slow(other)) ||
    one.name.localeCompare(other.name, 'zh-CN') ||
    one.group.localeCompare(other.group)
}
