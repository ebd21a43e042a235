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

test('a question and its answer are called so, and any other note a note', () => {
  expect(
    told(
      item(1, 'walker-1', { raised: { report: { text: '井盖' } } }),
      item(2, 'walker-1', { noted: { text: '在北门', asks_reporter: false } }),
      item(3, 'clerk-1', { noted: { text: '哪一侧？', asks_reporter: true, department: 'um' } }),
      item(4, 'clerk-1', { noted: { text: '已备料', asks_reporter: false, department: 'um' } }),
      item(5, 'walker-1', { noted: { text: '东侧', asks_reporter: false } }),
      item(6, 'walker-1', { noted: { text: '又下雨了', asks_reporter: false } }),
    ).map(([words]) => words),
  ).toEqual(['胡子涵 留言', '胡子涵 答复', '曾磊（区城管局）留言', '曾磊（区城管局）提问', '胡子涵 留言', '胡子涵 上报'])
  // Nobody waits any more, and who reported a duplicate may answer.
  const question = { noted: { text: '？', asks_reporter: true, department: 'um' } }
  const word = { noted: { text: '！', asks_reporter: false } }
  const raised = item(1, 'walker-1', { raised: {} })
  const last = (...all: Messages['HistoryItem'][]) => told(raised, ...all)[0]?.[0]
  expect(last(item(2, 'clerk-1', question), item(3, '', { resumed: { department: 'um' } }), item(4, 'walker-1', word))).toBe('胡子涵 留言')
  expect(last(item(2, 'clerk-1', question), item(3, 'mate', word))).toBe('mate 留言')
  const joined = { member_joined: { member_id: 'm', reporter: 'mate' } }
  expect(last(item(2, 'desk', joined), item(3, 'clerk-1', question), item(4, 'mate', word))).toBe('mate 答复')
})

test('a step brings along what was shown with it', () => {
  const shown = steps_of([
    item(1, 'walker-1', { raised: { report: { photos: ['a'] } } }),
    item(2, 'walker-1', { amended: { change: { text: '', photos: ['b'] } } }),
    item(3, 'clerk-1', { handled: { department: 'um', result: '好了', photos: ['c'] } }),
    item(4, 'walker-1', { verified: { text: '', photos: ['d'] } }),
  ])
  expect(shown.map((each) => each.photos)).toEqual([['d'], ['c'], ['b'], undefined])
})

test('it is complete in English', () => {
  speak('en')
  expect(told(item(4, 'clerk-1', { reported_in: { department: 'um' } }))).toEqual([['曾磊 (区城管局) reported in', '']])
  speak('zh-CN')
})
