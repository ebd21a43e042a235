import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { clock_of, clocks_with, stands } from '../../../../web/src/field/tasks/clocks'
import { waits_longest_first } from '../../../../web/src/field/tasks/tasks'

const running = (clock: Messages['ClockName'], department: string, due_at_ms: number): Messages['Deadline'] =>
  ({ clock, department, due_at_ms, soon_at_ms: due_at_ms - 1 }) as Messages['Deadline']
const over = (clock: Messages['ClockName'], department: string, due_at_ms: number, stopped_at_ms = 0): Messages['Overrun'] =>
  ({ clock, department, due_at_ms, stopped_at_ms }) as Messages['Overrun']
const told = (view: Parameters<typeof clocks_with>[0], department: string) =>
  clocks_with(view, department).map((each) => [each.clock, each.due_at_ms])

test('a clock that has run out stands before those that run, and stands once', () => {
  const view = { deadlines: [running('handle', 'um', 900), running('report_in', 'um', 100)], overruns: [over('report_in', 'um', 100)] }
  expect(told(view, 'um')).toEqual([
    ['report_in', 100],
    ['handle', 900],
  ])
})

test('what was late and is over is no clock any more, and everybody has his own', () => {
  const view = { deadlines: [running('handle', 'um', 9), running('desk', '', 5)], overruns: [over('report_in', 'um', 1, 3)] }
  expect(told(view, 'um')).toEqual([['handle', 9]])
  expect(told(view, '')).toEqual([['desk', 5]])
  expect(told(view, 'ps')).toEqual([])
})

test('a card shows what is late before what runs; and that nothing runs while somebody is waited for', () => {
  const item = (part: object) => ({ stage: 'handling', question: '', overruns: [], ...part }) as unknown as Messages['InboxItem']
  const late = over('handle', 'um', 1)
  const next = running('report_in', 'um', 5)
  expect(clock_of(item({ overruns: [late], next_deadline: next }))).toBe(late)
  expect(clock_of(item({ next_deadline: next }))).toBe(next)
  expect(clock_of(item({}))).toBeUndefined()
  expect([item({ stage: 'handled' }), item({ question: '哪一侧？' }), item({})].map(stands)).toEqual([true, true, false])
})

test('nothing limits a verification: what waits longest is looked at first, also where something runs beside it', () => {
  const waits = (waits_since_ms: number, part: object = {}) =>
    ({ waits_since_ms, raised_at_ms: 1, ...part }) as unknown as Messages['InboxItem']
  const all = [waits(30), waits(10), waits(20, { next_deadline: running('handle', 'um', 5) })]
  expect(all.sort(waits_longest_first).map((each) => each.waits_since_ms)).toEqual([10, 20, 30])
})
