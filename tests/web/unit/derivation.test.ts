// How a decision was found is said in sentences: no code, no file, no word of a program.
import { beforeAll, expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../web/src/api/pack'
import { speak } from '../../../web/src/base/language'
import type { Explanation } from '../../../web/src/console/whistle/because'
import { derivation } from '../../../web/src/console/whistle/derivation'

const hour = 3_600_000
const nine = Date.parse(`${new Date().getFullYear()}-11-27T01:00:00Z`) // 09:00 in the city
const four_hours = { unit: 'work_hour', amount_ms: 4 * hour } as const
const at = (hours: number) => nine + hours * hour
const told: Explanation = {
  policy: 'ab',
  matter: 'component:01012',
  area: 'g3',
  at_ms: nine,
  kind: 'routine',
  condition: 0,
  decision: { lead: { department: 'ps', staffing: 'backup', seat: 'um', report_in: four_hours }, helpers: [], row: 17 },
  limit_class: 'limit-component-0112',
  rows: [
    { line: 3, fate: 'other_matter' },
    { line: 4, fate: 'other_matter' },
    { line: 9, fate: 'less_specific_area' },
    { line: 17, fate: 'won' },
    { line: 18, fate: 'less_specific_area' },
  ],
  clocks: [
    {
      clock: 'report_in',
      departments: ['ps'],
      limit: four_hours,
      origin: 'kind_default',
      due_ms: at(73),
      days: [
        { date: '2026-11-27', sort: 'workday', counted: [{ from_ms: nine, to_ms: at(3) }] },
        { date: '2026-11-28', sort: 'weekend', counted: [] },
        { date: '2026-11-30', sort: 'workday', counted: [{ from_ms: at(72), to_ms: at(73) }] },
      ],
      rungs: [{ at_ms: at(2), action: 'urge', to: 'department', percent: 50 }],
    },
  ],
}

beforeAll(() => {
  speak('zh-CN')
  know_pack({
    time_zone: 'Asia/Shanghai',
    areas: [{ code: 'g3', name: '第3网格', level: 'grid', parent: '' }],
    matters: [{ kind: 'component', code: '01012', name: '公安井盖', class_name: '', aliases: [], admitted: true }],
    departments: [
      { code: 'ps', name: '区公安分局', level: 'district', area: '' },
      { code: 'um', name: '区城管局', level: 'district', area: '' },
    ],
  } as Partial<PackNames> as PackNames)
})

test('which row named the department, what became of the others, and who was on duty', () => {
  expect(derivation(told)[0]).toEqual({
    title: '部门怎么定的',
    lines: [
      '11-27 09:00 按常规哨、公安井盖、第3网格查责任清单。',
      '第 17 行：采用，在符合的各行里说得最具体',
      '第 9、18 行：符合，但地方说得更笼统，不采用',
      '其余 2 行说的是别的事项。',
      '区公安分局当时无人值班，由区城管局代接。',
    ],
  })
})

test('how a deadline was counted from day to day, and what comes of letting it pass', () => {
  expect(derivation(told)[1]).toEqual({
    title: '报到时限怎么算的（区公安分局）',
    lines: [
      '限 4 工作时，依据常规哨的默认时限；11-27 09:00 起算，到 11-30 10:00 为止。',
      '11-27（工作日）计 09:00–12:00，共 3时0分',
      '11-28（周末）不计',
      '11-30（工作日）计 09:00–10:00，共 1时0分',
      '到 11-27 11:00 还没有完成：自动催办，通知部门坐席（已用时限的 50%）',
    ],
  })
})

test('a long account is told by its two ends, and many rows by the first of them', () => {
  const [day] = told.clocks[0]?.days ?? []
  const clocks = told.clocks.map((each) => ({ ...each, days: Array.from({ length: 30 }, () => day as NonNullable<typeof day>), rungs: [] }))
  const rows = Array.from({ length: 12 }, (_, line) => ({ line, fate: 'other_area' as const }))
  const [whose, until] = derivation({ ...told, clocks, rows })
  expect(until?.lines).toHaveLength(10)
  expect(until?.lines[5]).toBe('其间 22 天，共计 2天18时')
  expect(whose?.lines[1]).toBe('第 0、1、2、3、4、5、6、7……（共 12） 行：不符合，说的是别的地方')
})

test('it is complete in English, and no code is said in either language', () => {
  for (const language of ['zh-CN', 'en'] as const) {
    speak(language)
    const all = derivation({ ...told, rows: [] }).flatMap(({ title, lines }) => [title, ...lines]).join(' ')
    expect(all).not.toMatch(/limit-|component:|csv|toml|trace\.|other_|[{}]/)
    expect(all).toContain(language === 'en' ? 'The duty list was not asked' : '没有查责任清单')
  }
  speak('zh-CN')
})
