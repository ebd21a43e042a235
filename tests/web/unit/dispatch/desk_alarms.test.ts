import { expect, test } from 'vitest'
import { DeskAlarms } from '../../../../web/src/console/dispatch/desk_alarms'
import { queue_of } from '../../../../web/src/console/dispatch/desk_queue'
import { due, row } from './row'

const unowned = (id: string, more: object = {}) => queue_of([row(id, { desk: '2101', deadlines: [due('desk', 900_000)], ...more })])

test('what was there when the page was opened is no news', () => {
  const alarms = new DeskAlarms()
  expect(alarms.hear(unowned('a'), 0)).toBeNull()
  expect(alarms.hear(unowned('a'), 60_000)).toBeNull()
})

test('what is new sounds once, and a storm within ten seconds sounds once', () => {
  const alarms = new DeskAlarms()
  alarms.hear([], 0)
  expect(alarms.hear(unowned('a'), 20_000)).toBe('new')
  expect(alarms.hear([...unowned('a'), ...unowned('b')], 21_000)).toBeNull()
  expect(alarms.hear([...unowned('a'), ...unowned('b'), ...unowned('c')], 40_000)).toBe('new')
})

test('what the desk lets pass sounds once', () => {
  const alarms = new DeskAlarms()
  alarms.hear(unowned('a'), 0)
  expect(alarms.hear(unowned('a'), 900_001)).toBe('overdue')
  expect(alarms.hear(unowned('a'), 950_000)).toBeNull()
})

test('an emergency nobody owns rings three times, half a minute apart', () => {
  const alarms = new DeskAlarms()
  const rings = Array.from({ length: 13 }, (_, i) => alarms.hear(unowned('a', { kind: 'emergency' }), i * 10_000))
  expect(rings.flatMap((kind, i) => (kind === 'emergency' ? [i] : []))).toEqual([0, 3, 6])
})

test('what only has to be looked at is silent', () => {
  const alarms = new DeskAlarms()
  alarms.hear([], 0)
  expect(alarms.hear(queue_of([row('a', { stage: 'handled' })]), 20_000)).toBeNull()
})
