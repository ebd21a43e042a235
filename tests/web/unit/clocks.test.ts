import { expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { clocks_of, limit_means } from '../../../web/src/console/whistle/clocks'

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

test("a late ruling is the desk's also when it is over, and a late order stays the department's", () => {
  const late = (clock: Messages['ClockName']) =>
    ({ clock, department: 'um', due_at_ms: 1, stopped_at_ms: 2, appeal: 'unspecified' }) as Messages['Overrun']
  const view = { state: { obligations: [returned('stopped')] }, deadlines: [], overruns: [late('ruling'), late('supervision')] }
  expect(clocks_of(view as unknown as Messages['WhistleView']).map((each) => [each.clock, each.desk])).toEqual([
    ['ruling', '2101'],
    ['supervision', undefined],
  ])
})

test('what was handled late is over while it waits to be verified, and its clock stands', () => {
  const handle = { limit: { unit: 'natural_day', amount_ms: 1 }, segments: [{ state: 'paused', reason: 'verification' }] }
  const view = (stage: string, ledger: object, stopped_at_ms: number) => {
    const overruns = [{ clock: 'handle', department: 'um', due_at_ms: 1, stopped_at_ms, appeal: 'unspecified' }]
    const obligations = [{ department: 'um', stage, handle: ledger }]
    return { state: { obligations }, deadlines: [], overruns } as unknown as Messages['WhistleView']
  }
  const states = (view_of: Messages['WhistleView']) => clocks_of(view_of).map((each) => [each.clock, each.state])
  expect(states(view('done', handle, 2))).toEqual([['handle', 'paused'], ['handle', 'done_late']])
  expect(states(view('reported_in', { segments: [{ state: 'running' }] }, 0))).toEqual([['handle', undefined]])
})

test('a clock that was late and ended with nothing done says what ended it, and not that it was done late', () => {
  const stopped = { overrun_recorded: true, segments: [{ state: 'stopped', from_at_ms: 9 }] }
  const states = (obligation: object, clock: string, event: number) => {
    const nothing = { department: 'um', reported_in_at_ms: 0, done_at_ms: 0 }
    const owed = { ...nothing, report_in: stopped, handle: stopped, ...obligation }
    const state = { obligations: [owed], history: [{ event, at_ms: 9 }] }
    const overruns = [{ clock, department: 'um', due_at_ms: 5, stopped_at_ms: 9, appeal: 'unspecified' }]
    const [found] = clocks_of({ state, deadlines: [], overruns } as unknown as Messages['WhistleView'])
    return [found?.state, found?.undone]
  }
  const upheld = { stage: 'returned', ruling: stopped }
  expect(states(upheld, 'handle', 32)).toEqual(['none', 'return_upheld'])
  expect(states(upheld, 'report_in', 32)).toEqual(['none', 'return_upheld'])
  expect(states({ ...upheld, reported_in_at_ms: 7 }, 'report_in', 32)).toEqual(['done_late', undefined])
  expect(states(upheld, 'handle', 20), 'nobody ruled: it ended otherwise').toEqual(['none', 'ended'])
  expect(states({ stage: 'released' }, 'handle', 20)).toEqual(['none', 'released'])
  expect(states({ stage: 'done', done_at_ms: 8 }, 'handle', 20)).toEqual(['done_late', undefined])
})

test('a clock whose limit ends beyond the published calendar is said to, and is not taken for one that stands', () => {
  const limit = { unit: 'work_day', amount_ms: 1 }
  const ledger = (state: string) => ({ limit, segments: [{ state }] })
  const obligations = [{ department: 'um', report_in: ledger('stopped'), handle: ledger('running') }]
  const view = (deadlines: object[]) =>
    ({ state: { obligations }, deadlines, overruns: [] }) as unknown as Messages['WhistleView']
  expect(clocks_of(view([])).map((each) => [each.clock, each.state, each.why])).toEqual([
    ['handle', 'unknown', 'beyond_calendar'],
  ])
  expect(clocks_of(view([due('handle', 'um', 3)])).map((each) => each.state)).toEqual([undefined])
})

test('a limit says whether it runs at night', () => {
  const means = (unit: Messages['TimeUnit']) =>
    limit_means({ budget: { unit, amount_ms: 1 }, work_day_ms: 0 })
  expect(means('urgent_hour')).toBe('昼夜连续计算，节假日也算')
  expect(means('work_hour')).toBe('只算办公时间')
  expect(limit_means(undefined)).toBe('')
})
