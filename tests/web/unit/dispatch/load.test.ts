import { expect, test } from 'vitest'
import { loads_of, total } from '../../../../web/src/console/dispatch/load'
import { due, late, row } from './row'

const hour = 3_600_000

test('leads and helps are counted apart, and a duplicate is nobody’s load', () => {
  const loads = loads_of([row('a', { helpers: ['ps'] }), row('b', { lead: 'ps' }), row('c', { stage: 'joined' })], 0)
  expect(loads.map((each) => [each.department, each.leads, each.helps])).toEqual([
    ['ps', 1, 1],
    ['um', 1, 0],
  ])
  expect(loads[0] && total(loads[0])).toBe(2)
})

test('a whistle that is late for its lead is not late for its helper', () => {
  const whistle = row('a', {
    helpers: ['ps'],
    overruns: [late('handle', hour, 'um')],
    deadlines: [due('handle', hour, 'um'), due('handle', 9 * hour, 'ps')],
  })
  const loads = loads_of([whistle], 2 * hour)
  expect(loads.map((each) => [each.department, each.overdue, each.due_soon])).toEqual([
    ['um', 1, 0],
    ['ps', 0, 0],
  ])
})

test('whoever has returned it is not late with the ruling on it', () => {
  const whistle = row('a', { desk: '21', awaits: ['return'], overruns: [late('ruling', hour, 'um')] })
  expect(loads_of([whistle], 2 * hour).map((each) => [each.department, each.overdue])).toEqual([['um', 0]])
})

test('who is late with most comes first, then who soon will be, then the busiest', () => {
  const calm = (id: string, lead: string) => row(id, { lead, deadlines: [due('handle', 9 * hour, lead)] })
  const soon = (id: string, lead: string) => row(id, { lead, deadlines: [due('handle', hour + 1, lead)] })
  const over = (id: string, lead: string) => row(id, { lead, overruns: [late('handle', 1, lead)] })
  const busy = ['a', 'b', 'c'].map((id) => calm(id, 'busy'))
  const loads = loads_of(
    [calm('d', 'calm'), ...busy, soon('e', 'soon'), over('f', 'late'), over('g', 'later'), over('h', 'later')],
    hour,
  )
  expect(loads.map((each) => each.department)).toEqual(['later', 'late', 'soon', 'busy', 'calm'])
})
