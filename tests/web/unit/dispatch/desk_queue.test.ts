import { expect, test } from 'vitest'
import { below_of, counts_of, hands_of, others_of, own_queue, queue_of } from '../../../../web/src/console/dispatch/desk_queue'
import { due, late, row } from './row'

const ids = (queue: { id: string }[]) => queue.map((each) => each.id)

test('what a department works on is nothing for the desk', () => {
  expect(queue_of([row('a'), row('b', { stage: 'joined', desk: '2101' })])).toEqual([])
})

test('each whistle is wanted once, for what stops it first', () => {
  const queue = queue_of([
    row('returned', { desk: '2101', awaits: ['return', 'extension'] }),
    row('unowned', { desk: '2101', stage: 'raised', lead: '' }),
    row('asked', { awaits: ['extension'], asked_desk: '2101' }),
    row('handled', { stage: 'handled' }),
  ])
  expect(Object.fromEntries(queue.map((each) => [each.id, each.want]))).toEqual({
    returned: 'ruling',
    unowned: 'owner',
    asked: 'decision',
    handled: 'verifier',
  })
  expect(counts_of(queue)).toEqual({ ruling: 1, owner: 1, decision: 1, urge: 0, verifier: 1 })
})

test('emergencies come first, then what is late the longest, then what is due next, then what waits longest', () => {
  const queue = queue_of([
    row('due later', { desk: '2101', deadlines: [due('desk', 900)] }),
    row('asked first', { awaits: ['appeal'], asked_desk: '2101', raised_at_ms: 2, waits_since_ms: 1 }),
    row('asked second', { awaits: ['appeal'], asked_desk: '2101', raised_at_ms: 1, waits_since_ms: 2 }),
    row('late', { desk: '2101', overruns: [late('desk', 100)], deadlines: [due('desk', 100)] }),
    row('to verify', { stage: 'handled', raised_at_ms: 0, kind: 'emergency' }),
    row('due next', { desk: '2101', awaits: ['return'], deadlines: [due('handle', 5), due('ruling', 400)] }),
    row('emergency', { desk: '2101', kind: 'emergency', deadlines: [due('desk', 5000)] }),
  ])
  expect(ids(queue)).toEqual(['emergency', 'late', 'due next', 'due later', 'asked first', 'asked second', 'to verify'])
})

test('a return stands before an unowned whistle that is due at the same instant', () => {
  const both = [
    row('unowned', { desk: '2101', deadlines: [due('desk', 400)] }),
    row('returned', { desk: '2101', awaits: ['return'], deadlines: [due('ruling', 400)] }),
  ]
  expect(ids(queue_of(both))).toEqual(['returned', 'unowned'])
})

test('a desk has its own list, and of its area only what waits to be looked at', () => {
  const own = [row('own', { desk: '210102' })]
  const area = [row('own', { desk: '210102' }), row('of a street', { desk: '210102001' }), row('handled', { stage: 'handled' })]
  expect(ids(own_queue(own, area, 'all'))).toEqual(['own', 'handled'])
})

test('what somebody on duty verifies is not for the desk to do', () => {
  const area = [row('a', { stage: 'handled', verifier: 'walker-1' })]
  expect(own_queue([], area, 'all')).toEqual([])
  expect(ids(others_of(area, []))).toEqual(['a'])
})

test('where nobody has come, or an order is late, the desk urges, after what only it can do', () => {
  const area = [
    row('nobody came', { stage: 'dispatched', overruns: [late('report_in', 100, 'um')] }),
    row('late alone', { overruns: [late('handle', 50, 'um')] }),
    row('late order', { overruns: [late('handle', 50, 'um'), late('supervision', 60)] }),
  ]
  const own = [row('unowned', { desk: '2101', deadlines: [due('desk', 900)] })]
  const queue = own_queue(own, area, 'all')
  expect(queue.map((each) => [each.id, each.want, each.overrun?.clock, each.due_at_ms])).toEqual([
    ['unowned', 'owner', undefined, 900],
    ['late order', 'urge', 'supervision', 60],
    ['nobody came', 'urge', 'report_in', 100],
  ])
  expect(ids(others_of([...area, ...own], queue))).toEqual(['late alone'])
})

test('an emergency that is late is urged before everything else', () => {
  const area = [row('fire', { kind: 'emergency', overruns: [late('handle', 5000, 'um')] })]
  const own = [row('unowned', { desk: '2101', deadlines: [due('desk', 900)] })]
  expect(ids(own_queue(own, area, 'gravest'))).toEqual(['fire', 'unowned'])
})

test('the city leaves to its districts who has not come and who verifies, but for emergencies and orders', () => {
  const area = [
    row('nobody came', { overruns: [late('report_in', 100, 'um')] }),
    row('late order', { overruns: [late('supervision', 60)] }),
    row('nobody there', { stage: 'handled' }),
  ]
  expect(ids(own_queue([], area, 'gravest'))).toEqual(['late order'])
})

test('every open whistle stands in one of the two lists, and what is joined in neither', () => {
  const area = [
    row('own', { desk: '2101' }),
    row('below', { desk: '210102' }),
    row('asked below', { awaits: ['extension'], asked_desk: '210102' }),
    row('called', { stage: 'dispatched' }),
    row('worked on', { stage: 'handling' }),
    row('to verify', { stage: 'handled', verifier: 'walker-1' }),
    row('joined', { stage: 'joined' }),
  ]
  const queue = own_queue([row('own', { desk: '2101' })], area, 'gravest')
  const others = others_of(area, queue)
  expect([...ids(queue), ...ids(others)].sort()).toEqual(ids(area.filter((each) => each.stage !== 'joined')).sort())
  expect(Object.fromEntries(others.map((each) => [each.id, hands_of(each)]))).toEqual({
    below: 'below',
    'asked below': 'below',
    called: 'reporting_in',
    'worked on': 'handling',
    'to verify': 'verification',
  })
})

test('what lies with desks below is told apart from what the desk has itself', () => {
  const own = queue_of([row('own', { desk: '2101' })])
  const area = [row('own', { desk: '2101' }), row('of a street', { desk: '210102001' }), row('worked on')]
  expect(ids(below_of(area, own))).toEqual(['of a street'])
})
