import { afterEach, describe, expect, it } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { language } from '../../../web/src/base/language'
import { budget_text, by_text, limit_text } from '../../../web/src/base/limit_text'
import { sla_of_due } from '../../../web/src/base/sla'
import { ago_text, span_text } from '../../../web/src/base/time_text'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const zone = 'Asia/Shanghai'
const at = (text: string): number => Date.parse(`${text}+08:00`)
afterEach(() => {
  language.value = 'zh-CN'
})
function in_both(say: () => string): string[] {
  const chinese = say()
  language.value = 'en'
  return [chinese, say()]
}

describe('what is left says its unit', () => {
  it.each([
    [0, '不到 1 分', 'under 1 min'],
    [minute - 1, '不到 1 分', 'under 1 min'],
    [minute, '1 分', '1 min'],
    [14 * minute + 59_000, '14 分', '14 min'],
    [3 * hour + 40 * minute, '3时40分', '3h 40m'],
    [2 * day + 17 * hour + 59 * minute, '2天17时', '2d 17h'],
    [-5, '不到 1 分', 'under 1 min'],
  ])('%d ms', (ms, chinese, english) => {
    expect(in_both(() => span_text(ms))).toEqual([chinese, english])
  })

  it('is a word, too: left, due soon, late', () => {
    const now = at('2026-11-27T10:00')
    const said = (due: number, soon: number) => in_both(() => sla_of_due(due, soon, now).text)
    expect(said(now + 14 * minute, now + minute)).toEqual(['余 14 分', '14 min left'])
    language.value = 'zh-CN'
    expect(said(now + 14 * minute, now - minute)).toEqual(['临 14 分', 'due in 14 min'])
    language.value = 'zh-CN'
    expect(said(now - 63 * minute, now - day)).toEqual(['超 1时3分', 'late by 1h 3m'])
    language.value = 'zh-CN'
    expect(said(now - 5, now - day)).toEqual(['超 不到 1 分', 'late by under 1 min'])
  })

  it('tells how long ago something was in the same way', () => {
    expect([ago_text(5000), ago_text(7 * minute), ago_text(2 * hour)]).toEqual(['5 秒', '7 分', '2时0分'])
  })
})

describe('a limit says its unit', () => {
  it.each<[Messages['Budget'], number, string, string]>([
    [{ unit: 'work_hour', amount_ms: 4 * hour }, 0, '4 工作时', '4 work hours'],
    [{ unit: 'work_hour', amount_ms: hour }, 0, '1 工作时', '1 work hour'],
    [{ unit: 'work_hour', amount_ms: 30 * minute }, 0, '30 工作分钟', '30 work minutes'],
    [{ unit: 'urgent_hour', amount_ms: 30 * minute }, 0, '30 紧急工作分钟', '30 urgent minutes'],
    [{ unit: 'urgent_hour', amount_ms: 24 * hour }, 0, '24 紧急工作时', '24 urgent hours'],
    [{ unit: 'work_day', amount_ms: 40 * hour }, 8 * hour, '5 工作日', '5 work days'],
    [{ unit: 'work_day', amount_ms: 7 * hour }, 7 * hour, '1 工作日', '1 work day'],
    [{ unit: 'work_day', amount_ms: 40 * hour }, 0, '40 工作时（按工作日计）', '40 work hours (in work days)'],
    [{ unit: 'natural_day', amount_ms: 7 * day }, 0, '7 自然日', '7 natural days'],
    [{ unit: 'natural_day', amount_ms: 1.5 * hour }, 0, '1.5 小时', '1.5 hours'],
    [{ unit: 'urgent_hour', amount_ms: 4 * hour + 8 * minute }, 0, '4 紧急工作时 8 分', '4 urgent hours 8 min'],
    [{ unit: 'urgent_hour', amount_ms: 5 * hour - 1 }, 0, '5 紧急工作时', '5 urgent hours'],
  ])('%o', (budget, work_day_ms, chinese, english) => {
    expect(in_both(() => budget_text(budget, work_day_ms))).toEqual([chinese, english])
  })

  it('and nothing where a server that is older did not tell it', () => {
    expect(limit_text(undefined)).toBe('')
    expect(limit_text({ budget: { unit: 'work_hour', amount_ms: 4 * hour }, work_day_ms: 0 })).toBe('限 4 工作时')
  })
})

describe('when a limit ends', () => {
  const now = at('2026-11-27T23:30') // Friday
  it.each([
    ['2026-11-27T23:45', '今天 23:45 前', 'by 23:45 today'],
    ['2026-11-28T00:10', '明天 00:10 前', 'by 00:10 tomorrow'],
    ['2026-11-30T11:30', '周一 11:30 前', 'by Mon 11:30'],
    ['2026-12-03T11:30', '周四 11:30 前', 'by Thu 11:30'],
    ['2026-12-04T11:30', '12-04 11:30 前', 'by 12-04 11:30'],
    ['2026-11-27T11:30', '应在 11-27 11:30 前', 'was due 11-27 11:30'],
  ])('%s', (due, chinese, english) => {
    expect(in_both(() => by_text(at(due), now, zone))).toEqual([chinese, english])
  })
})
