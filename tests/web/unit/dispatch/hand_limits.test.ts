import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { hand_limits, innermost, told_limits } from '../../../../web/src/console/dispatch/hand_limits'
import type { Explanation } from '../../../../web/src/console/whistle/because'
import '../in_chinese'

const hour = 3_600_000
const now_ms = Date.parse(`${new Date().getFullYear()}-06-01T02:00:00Z`) // 10:00 in the city
const report = (ordered_limit?: Messages['OrderedLimit']): Messages['Report'] =>
  ({ kind: 'key', ordered_limit }) as Messages['Report']
const report_in = { amount_ms: 24 * hour, unit: 'urgent_hour' }
const covered = (more: object = {}, row = 7): Explanation =>
  ({ decision: { lead: { department: 'd', staffing: 'on_duty', report_in, ...more }, row }, rows: [] }) as unknown as Explanation
const day = { amount_ms: 7 * 24 * hour, unit: 'natural_day' }
const said = (told?: Explanation, of = report(), lead = 'd') => hand_limits({ report: of, told, lead, now_ms })

test('who is named by hand has the limits of the duty that covers the matter, and their day and hour are said', () => {
  expect(said(covered({ handle: day }))).toBe('现在派出：报到至 06-02 10:00（限 24 紧急工作时）；处置至 06-08 10:00（限 7 自然日）。')
  expect(said(covered())).toContain('处置不限时')
})

test('office hours are the server’s to count, of whom the duty list names, and beyond its calendar no day is said', () => {
  const handle = { amount_ms: 8 * hour, unit: 'work_hour' }
  const counted = covered({ handle, handle_due_ms: now_ms + 30 * hour })
  expect(said(counted)).toMatch(/处置至 06-02 16:00（限 8 工作时）。$/)
  expect(said(counted, report(), 'other')).toContain('以派遣后显示的为准')
  expect(said(covered({ handle }))).toContain('处置限 8 工作时')
})

test('where no duty covers it, the matter and then the kind says how long, and no number is made up', () => {
  const text = said()
  expect(text).toContain('报到按事项的时限，没有的按重点工作哨的默认时限')
  expect(text).toContain('处置按事项的时限，没有的按重点工作哨的默认时限')
  expect(text).toContain('派遣后在“时限”里显示')
  expect(text).not.toMatch(/\d/)
})

test('an order of the source goes before both', () => {
  expect(said(covered(), report({ due_at_ms: 0 }))).toContain('不限时，由来源单位指定')
  expect(said(undefined, report({ due_at_ms: now_ms }))).toMatch(/处置至 06-01 10:00，由来源单位指定/)
})

test('of a place too wide for a department the limits are those of the same duty further in, and of no other', () => {
  const wide = { decision: { desk: '2101' }, rows: [{ line: 3, fate: 'other_area' }, { line: 7, fate: 'won' }] } as unknown as Explanation
  const inside = covered()
  expect(told_limits(wide, inside)).toBe(inside)
  expect(told_limits(wide, covered({}, 8))).toBeUndefined()
  expect(told_limits({ ...wide, rows: [] }, inside)).toBeUndefined()
  expect(told_limits(inside, undefined)).toBe(inside)
  know_pack({
    areas: [
      { code: '2101', name: '', level: 'city', parent: '' },
      { code: '210102', name: '', level: 'district', parent: '2101' },
      { code: '210102001', name: '', level: 'street', parent: '210102' },
    ],
    matters: [],
    departments: [],
  } as Partial<PackNames> as PackNames)
  expect([innermost('2101'), innermost('210102001')]).toEqual(['210102001', '210102001'])
})
