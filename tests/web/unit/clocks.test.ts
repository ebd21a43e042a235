import { expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { clocks_of } from '../../../web/src/console/whistle/clocks'

const returned = (state: 'running' | 'stopped') =>
  ({ department: 'um', ruling_desk: '2101', ruling: { segments: [{ state }] } }) as Messages['Obligation']
const due = (clock: Messages['ClockName'], department: string, due_at_ms: number) =>
  ({ clock, department, due_at_ms, soon_at_ms: due_at_ms - 1 })
const whose = (obligation: Messages['Obligation']) =>
  clocks_of({
    state: { obligations: [obligation] },
    deadlines: [due('ruling', 'um', 1), due('supervision', 'um', 2), due('handle', 'um', 3)],
    overruns: [] as Messages['Overrun'][],
  } as Messages['WhistleView']).map((each) => [each.clock, each.desk])

test('a ruling, and an order while a return waits for it, run for the desk that has to rule', () => {
  expect(whose(returned('running'))).toEqual([
    ['ruling', '2101'],
    ['supervision', '2101'],
    ['handle', undefined],
  ])
})

test('an order is for the lead once the return is ruled on', () => {
  expect(whose(returned('stopped'))).toContainEqual(['supervision', undefined])
})
