import { expect, test } from 'vitest'
import { candidates_of } from '../../../../web/src/console/dispatch/candidates'
import { loads_of } from '../../../../web/src/console/dispatch/load'
import { row } from './row'

const tally = {
  area: '2101',
  counts: [
    { department: 'ps', closed: 9 },
    { department: 'um', closed: 3 },
  ],
}

test('the duty list comes first, then who was proposed, then who did it before, each once', () => {
  const found = candidates_of({ forecast_lead: 'env', proposed: 'um', tally, loads: [], not: [] })
  expect(found.map((each) => [each.department, each.why])).toEqual([
    ['env', 'duty'],
    ['um', 'proposed'],
    ['ps', 'tally'],
  ])
})

test('who has it, or has just returned it, is not named', () => {
  expect(candidates_of({ tally, loads: [], not: ['ps'] }).map((each) => each.department)).toEqual(['um'])
})

test('each says its share of what was closed and how much it has', () => {
  const loads = loads_of([row('a', { lead: 'ps' }), row('b', { lead: 'ps' })], 0)
  const [first] = candidates_of({ tally, loads, not: [] })
  expect(first?.share).toBe(0.75)
  expect(first?.load?.leads).toBe(2)
})
