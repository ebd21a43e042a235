import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { cards_of, supervised_by } from '../../../../web/src/console/board/cards'

const rung = (action: string, percent: number, to: string, clock = 'handle') =>
  ({ action, percent, to, clock, work_days_before: 0 })
const owed = (department: string, rungs: object[]) => ({ department, rungs }) as Messages['Obligation']
const of = (...obligations: Messages['Obligation'][]) => ({ obligations, history: [] })

test('a card that is told to two posts is one card; of two departments and of two clocks it is two', () => {
  const both = [rung('red_card', 100, 'department_head'), rung('red_card', 100, 'street')]
  expect(cards_of(of(owed('um', both)))).toEqual([{ action: 'red_card', count: 1 }])
  expect(cards_of(of(owed('um', both), owed('ps', both)))).toEqual([{ action: 'red_card', count: 2 }])
  const clocks = [...both, rung('red_card', 100, 'street', 'report_in'), rung('urge', 50, 'department')]
  expect(cards_of(of(owed('um', clocks)))).toEqual([
    { action: 'red_card', count: 2 },
    { action: 'urge', count: 1 },
  ])
})

test('an urge by hand counts beside those of the ladder', () => {
  const history = [11, 43, 43].map((event) => ({ event })) as Messages['WhistleState']['history']
  const obligations = [owed('um', [rung('urge', 50, 'department')])]
  expect(cards_of({ obligations, history })).toEqual([{ action: 'urge', count: 3 }])
})

test('an order runs until its clock has stopped', () => {
  const state = (last: string) =>
    ({ supervised_by: 'boss', supervision: { segments: [{ state: last }] } }) as unknown as Messages['WhistleState']
  expect([state('running'), state('paused'), state('stopped')].map(supervised_by)).toEqual(['boss', 'boss', ''])
  expect(supervised_by({ supervised_by: '' } as Messages['WhistleState'])).toBe('')
})
