import { beforeAll, expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { hold_people_for, learn_people } from '../../../../web/src/api/people'
import { speak } from '../../../../web/src/base/language'
import { step_words, steps_kept, steps_of } from '../../../../web/src/field/tasks/steps'

const item = (version: number, actor: string, event: object): Messages['HistoryItem'] =>
  ({ entry: { whistle_id: 'w', version, at_ms: version, command_id: '', command_digest: '', actor, ...event } }) as Messages['HistoryItem']
const told = (...all: Messages['HistoryItem'][]) => steps_of(all).map((each) => [step_words(each), each.said])

beforeAll(() => {
  hold_people_for('walker-1')
  learn_people({ people: { 'walker-1': '胡子涵', 'clerk-1': '曾磊' } })
  know_pack({
    areas: [{ code: 'd', name: '和平区', level: 'district', parent: '' }],
    matters: [],
    departments: [{ code: 'um', name: '区城管局', level: 'district', area: '' }],
  } as Partial<PackNames> as PackNames)
})

test('each step says who, of which department, what and what was said, the latest first', () => {
  expect(
    told(
      item(1, 'walker-1', { raised: { report: { text: '井盖' } } }),
      item(2, 'walker-1', { desk_took: { desk: 'd', reason: 'matter_unknown' } }),
      item(3, 'walker-1', { dispatched: { lead: 'um', duty_row: 3, reason: '' } }),
      item(4, 'clerk-1', { reported_in: { department: 'um' } }),
      item(5, '', { overran: { department: 'um', clock: 'handle' } }),
      item(6, 'clerk-1', { handled: { department: 'um', result: '已更换' } }),
    ),
  ).toEqual([
    ['曾磊（区城管局）处置完毕', '已更换'],
    ['区城管局：超期', ''],
    ['曾磊（区城管局）报到', ''],
    ['按责任清单派遣：区城管局', ''],
    ['和平区：指挥中心承接', ''],
    ['胡子涵 上报', ''],
  ])
})

test('what a desk says about a department is not that department’s own', () => {
  expect(
    told(
      item(1, 'clerk-1', { returned: { department: 'um', reason: '不属本局' } }),
      item(2, 'walker-1', { ruled: { department: 'um', reason: '退回有理' } }),
      item(3, 'walker-1', { dispatched: { lead: 'um', duty_row: 0, reason: '' } }),
    ),
  ).toEqual([
    ['胡子涵 派遣：区城管局', ''],
    ['胡子涵 裁定退单：区城管局', '退回有理'],
    ['曾磊（区城管局）退单', '不属本局'],
  ])
})

test('what only accompanies a step is none, an event that this page does not know keeps its name, and the list is bounded', () => {
  expect(told(item(1, '', { filed: {} }), item(2, '', { delivered: { department: 'um' } }), item(3, 'clerk-1', { danced: {} }))).toEqual([
    ['曾磊 danced', ''],
  ])
  expect(steps_of(Array.from({ length: 80 }, (_, i) => item(i, 'clerk-1', { noted: {} }))).length).toBe(steps_kept)
})

test('it is complete in English', () => {
  speak('en')
  expect(told(item(4, 'clerk-1', { reported_in: { department: 'um' } }))).toEqual([['曾磊 (区城管局) reported in', '']])
  speak('zh-CN')
})
