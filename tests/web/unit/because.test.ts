import { beforeAll, expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../web/src/api/pack'
import { speak } from '../../../web/src/base/language'
import { because, type Explanation } from '../../../web/src/console/whistle/because'

const minute = 60_000
const noon = Date.parse('2026-11-27T04:00:00Z') // 12:00 in the city
const report_in = { unit: 'work_hour', amount_ms: 240 * minute } as const
const handle = { unit: 'natural_day', amount_ms: 7 * 24 * 60 * minute } as const
type Clock = Explanation['clocks'][number]
const clock = (name: Clock['clock'], more: Partial<Clock> = {}): Clock => ({
  clock: name,
  departments: ['ps'],
  limit: report_in,
  origin: 'kind_default',
  due_ms: noon,
  days: [],
  rungs: [],
  ...more,
})
const seat = (department: string) => ({ department, staffing: 'on_duty', report_in, handle }) as const
const told = (more: Partial<Explanation>): Explanation => ({
  policy: 'ab',
  matter: 'component:01012',
  area: 'g3',
  at_ms: noon,
  kind: 'routine',
  condition: 0,
  decision: { lead: seat('ps'), helpers: [], row: 17 },
  rows: [],
  clocks: [],
  ...more,
})

beforeAll(() => {
  speak('zh-CN')
  know_pack({
    time_zone: 'Asia/Shanghai',
    areas: [
      { code: 'c', name: '朝阳社区', level: 'community', parent: '' },
      { code: 'g3', name: '第3网格', level: 'grid', parent: 'c' },
    ],
    matters: [{ kind: 'component', code: '01012', name: '公安井盖', class_name: '市政公用设施', aliases: [], admitted: true }],
    departments: [
      { code: 'ps', name: '区公安分局', level: 'district', area: '' },
      { code: 'um', name: '区城管局', level: 'district', area: '' },
    ],
  } as Partial<PackNames> as PackNames)
})

test('who leads is said with the row that names it, and every clock with its limit and where that stands', () => {
  const clocks = [
    clock('report_in'),
    clock('handle', { limit: handle, origin: 'limit_class', limit_row: 9 }),
    clock('handle', { departments: ['um'] }),
  ]
  const decision = { lead: seat('ps'), helpers: [seat('um')], row: 17 }
  expect(because(told({ clocks, decision, limit_class: 'lids' }))).toEqual([
    '由区公安分局主办：第3网格 · 朝阳社区的公安井盖，责任清单第 17 行指给它。',
    '协办：区城管局。',
    '报到至 11-27 12:00：4 工作时，依据常规哨的默认时限。',
    '处置至 11-27 12:00：7 自然日，依据时限表第 9 行对“公安井盖”（市政公用设施类）的规定。',
  ])
})

test('a limit of a filing condition is said so, and no code of a limit class is ever said', () => {
  const clocks = [clock('handle', { limit: handle, origin: 'limit_class', limit_row: 9 })]
  for (const language of ['zh-CN', 'en'] as const) {
    speak(language)
    const said = because(told({ clocks, condition: 2, limit_class: 'limit-component-0112' })).join(' ')
    expect(said).toContain(language === 'en' ? 'under filing condition 2' : '（立案条件 2）')
    expect(said).not.toContain('limit-component')
  }
  speak('zh-CN')
})

test('whom a desk named is said to be named by it, and a limit that its source ordered, so', () => {
  const decision = { lead: { ...seat('ps'), handle: undefined }, helpers: [], row: 0 }
  expect(because(told({ decision, clocks: [clock('report_in', { origin: 'ordered' })] }))).toEqual([
    '由区公安分局主办：第3网格 · 朝阳社区的公安井盖，由指挥中心指定，不依责任清单。',
    '报到至 11-27 12:00：4 工作时，依据来源单位指定的时限。',
    '处置不限时。',
  ])
})

test('what a desk got is said with the reason, also where neither matter nor place was', () => {
  const decision = { desk: 'c', reason: 'area_unknown', limit: { unit: 'urgent_hour', amount_ms: 15 * minute } } as const
  expect(because(told({ decision, matter: undefined, area: '' }))).toEqual([
    '由朝阳社区指挥中心承接：未填地点的哨件（未填事项），地点不明。',
    '判定限 15 紧急工作分钟。',
  ])
})

test('it is complete in English', () => {
  speak('en')
  expect(because(told({ clocks: [clock('report_in')] }))).toEqual([
    '区公安分局 leads, because row 17 of the duty list names it for 公安井盖 in 第3网格 · 朝阳社区.',
    'Report in by 11-27 12:00: 4 work hours, by the default of the kind "Routine".',
  ])
  speak('zh-CN')
})
