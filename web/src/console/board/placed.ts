// Of rows by area, which are an area of the level that is asked for. Where no more than a street or the city is known
// of a whistle, its row is of that one: a row so that all add up, and no community.
import { area_name, find_area } from '../../api/pack'
import type { Grouping } from '../../api/surveys'
import { t } from './words'

interface Row {
  group: string
  counts: number[]
}

export const is_placed = (row: Pick<Row, 'group'>, by: Grouping): boolean => find_area(row.group)?.level === by

// What a row is called: 和平区，社区不明.
export function row_name(row: Pick<Row, 'group'>, by: Grouping): string {
  if (row.group === '') return t('sum.total')
  const area = area_name(row.group, 1)
  return is_placed(row, by) ? area : t('unplaced', { area, level: t(`by.${by}`) })
}

export const is_zero = (row: Row): boolean => row.counts.every((each) => each === 0)

// How many areas there are, how many of them have nothing, and how many rows are no area of that level.
export function zeros_of(rows: readonly Row[], by: Grouping): { all: number; at_zero: number; unplaced: number } {
  const placed = rows.filter((row) => is_placed(row, by))
  return { all: placed.length, at_zero: placed.filter(is_zero).length, unplaced: rows.length - placed.length }
}
