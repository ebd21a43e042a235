import { describe, expect, test } from 'vitest'
import { late_by_holder, late_department, ranked_late } from '../../../../web/src/console/board/late'
import {
  type LateColumn,
  late_holder_name,
  late_sort,
  next_late_sort,
  ordered_late,
} from '../../../../web/src/console/board/late_order'
import { row_of_item } from '../../../../web/src/console/queue/row'

function row(id: string, overruns: [string, number][], deadlines: [string, number][] = []) {
  const clock = 'handle' as const
  const item = {
    whistle_id: id,
    version: 1,
    stage: 'handling',
    area: '210102',
    obligation: 'unspecified',
    question: '',
    awaits: [],
    helpers: [],
    overruns: overruns.map(([department, due_at_ms]) => ({
      clock,
      department,
      due_at_ms,
      stopped_at_ms: 0,
      appeal: 'unspecified' as const,
    })),
    deadlines: deadlines.map(([department, due_at_ms]) => ({ clock, department, due_at_ms })),
  }
  return row_of_item(item as unknown as Parameters<typeof row_of_item>[0], { area: '210102' })
}

describe('the ranking of what is late', () => {
  test('has the longest first, and what has just passed its limit too', () => {
    const rows = [
      row('a', [['x', 500]]),
      row('b', [], [['y', 900]]),
      row('c', [], [['y', 1100]]),
      row('d', [['x', 100]]),
    ]
    expect(ranked_late(rows, 1000).map((each) => each.id)).toEqual(['d', 'a', 'b'])
  })

  test('blames the department whose clock it is, and a desk for its own', () => {
    expect(late_department(row('a', [['x', 500]], [['y', 400]]))).toBe('y')
    expect(late_department(row('a', [['', 500]]))).toBe('')
  })

  test('blames the desk for a ruling, and for an order on what it has been given back', () => {
    const with_clock = (clock: 'ruling' | 'supervision', desk: string) => {
      const told = row('a', [['x', 500]])
      return { ...told, desk, overruns: told.overruns.map((each) => ({ ...each, clock })) }
    }
    expect(late_department(with_clock('ruling', '21'))).toBe('')
    expect(late_department(with_clock('ruling', ''))).toBe('') // a helper's return
    expect(late_department(with_clock('supervision', '21'))).toBe('')
    expect(late_department(with_clock('supervision', ''))).toBe('x')
  })

  test('counts by department, the most first', () => {
    const late = [row('a', [['x', 1]]), row('b', [['y', 2]]), row('c', [['y', 3]])]
    expect(late_by_holder(late)).toEqual([
      ['y', 2],
      ['x', 1],
    ])
    expect(late_by_holder([{ ...row('d', [['', 1]]), desk: '21' }]), 'a desk by its area').toEqual([['desk/21', 1]])
  })
})

describe('the order of what is late', () => {
  const made = (id: string, department: string, area: string, code: string, stage: 'dispatched' | 'handling') => ({
    ...row(id, [[department, 1]]),
    area,
    matter: { kind: 'matter' as const, code },
    stage,
  })
  const ranked = [
    made('a', 'y', '210103', '2', 'handling'),
    made('b', 'x', '210102001', '1', 'dispatched'),
    made('c', 'y', '210102', '1', 'handling'),
  ]
  const ids = (by: LateColumn, up: boolean) => ordered_late(ranked, { by, up }).map((each) => each.id).join('')

  test('is by how long unless another column is asked for, and of what is equal the longest comes first', () => {
    expect(late_sort(null)).toEqual({ by: 'late', up: false })
    expect(late_sort({ by: 'honest', up: true }), "another tab's").toEqual({ by: 'late', up: false })
    expect([ids('late', false), ids('late', true)]).toEqual(['abc', 'cba'])
    expect([ids('department', true), ids('department', false)]).toEqual(['bac', 'acb'])
    expect([ids('area', true), ids('area', false)]).toEqual(['cba', 'abc'])
    expect([ids('matter', true), ids('matter', false)]).toEqual(['bca', 'abc'])
    expect([ids('stage', true), ids('stage', false)]).toEqual(['bac', 'acb'])
  })

  test('turns round when its column is pressed again, and the address is as short as at first where it is as at first', () => {
    const first = late_sort(null)
    expect(next_late_sort(first, 'late')).toEqual({ by: 'late', up: true })
    expect(next_late_sort(first, 'area')).toEqual({ by: 'area', up: true })
    expect(next_late_sort({ by: 'area', up: true }, 'area')).toEqual({ by: 'area', up: false })
    expect(next_late_sort({ by: 'area', up: false }, 'late')).toBeNull()
    expect(next_late_sort({ by: 'late', up: true }, 'late')).toBeNull()
  })

  test('names a desk by its area', () => {
    expect([late_holder_name('desk/2101'), late_holder_name('um')]).toEqual(['2101指挥中心', 'um'])
  })
})
