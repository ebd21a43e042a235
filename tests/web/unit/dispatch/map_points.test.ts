import { expect, test } from 'vitest'
import { map_points, state_of } from '../../../../web/src/console/dispatch/map_points'
import { due, late, row } from './row'

test('what the server has recorded as late is late, though the page has not reckoned anew', () => {
  expect(state_of(row('a', { overruns: [late('handle', 1000)] }), 900)).toBe('overdue')
  expect(state_of(row('b', { deadlines: [due('handle', 10_000_000)] }), 900)).toBe('on_track')
  expect(state_of(row('c'), 900)).toBe('paused')
})

test('every open whistle is on the map, whoever has to act on it', () => {
  const rows = [row('own', { desk: '2101' }), row('to verify', { stage: 'handled', verifier: 'walker-1' }), row('joined', { stage: 'joined' })]
  expect(map_points(rows, 0).map((each) => each.id)).toEqual(['own', 'to verify'])
})
