// In which order rows of counts stand.
import { expect, test } from 'vitest'
import { ordered_counts, worst_first } from '../../../../web/src/console/board/count_order'

const rows = [
  { group: '1', counts: [0, 0] },
  { group: '2', counts: [4, 1] },
  { group: '3', counts: [9, 9] },
  { group: '4', counts: [4, 3] },
]
const names: Record<string, string> = { 1: '丙', 2: '乙', 3: '甲', 4: '丁' }
const of = {
  columns: ['listed', 'visited'],
  name: ({ group }: { group: string }) => names[group] ?? '',
  rank: ({ counts: [listed = 0, visited = 0] }: { counts: number[] }) => (listed > 0 ? visited / listed : null),
}
const order = (by: string, up: boolean) => ordered_counts(rows, { by, up }, of).map((each) => each.group)

test('the worst stands first, and what has nothing to divide by last either way', () => {
  expect(ordered_counts(rows, worst_first, of).map((each) => each.group)).toEqual(['2', '4', '3', '1'])
  expect(order('rank', false)).toEqual(['3', '4', '2', '1'])
})

test('by a column, of the same count the larger row first', () => {
  expect(order('listed', false)).toEqual(['3', '4', '2', '1'])
  expect(order('listed', true)).toEqual(['1', '4', '2', '3'])
})

test('by name as a Chinese reader sorts', () => {
  expect(order('name', true)).toEqual(['1', '4', '3', '2'])
})
