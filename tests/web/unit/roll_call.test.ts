import { expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { call_roll, type Obligation } from '../../../web/src/console/whistle/roll_call'

const owed = (department: string, more: Partial<Obligation> = {}): Obligation =>
  ({ department, stage: 'owed', delivered_at_ms: 1, reported_in_at_ms: 0, arrived_at_ms: 0, ...more }) as Obligation
const clocks = (...all: [Messages['ClockName'], string, number][]) =>
  all.map(([clock, department, due_at_ms]) => ({ clock, department, due_at_ms, soon_at_ms: due_at_ms - 1 }))
const late = (department: string, due_at_ms: number) =>
  ({ clock: 'report_in', department, due_at_ms, stopped_at_ms: 0 }) as Messages['Overrun']

test('who is missing is judged by his own report-in limit, the first due first, and who has none comes last', () => {
  const deadlines = clocks(['handle', 'um', 5], ['report_in', 'um', 900], ['report_in', 'ps', 300])
  const roll = call_roll([owed('nobody'), owed('um'), owed('ps'), owed('late')], { deadlines, overruns: [late('late', 20)] })
  expect(roll.missing.map((each) => [each.obligation.department, each.due_at_ms])).toEqual([
    ['late', 20],
    ['ps', 300],
    ['um', 900],
    ['nobody', 0],
  ])
})

test('who came is not missing, and late only where he came too late', () => {
  const ledger = { overrun_recorded: true } as Obligation['report_in']
  const came = owed('um', { stage: 'reported_in', reported_in_at_ms: 9, report_in: ledger })
  const roll = call_roll([came, owed('ps', { report_in: ledger })], { deadlines: [], overruns: [late('ps', 3)] })
  expect(roll.rows.map((each) => [each.late, each.missing, each.after_ms])).toEqual([
    [true, false, 8],
    [false, true, -1],
  ])
})
