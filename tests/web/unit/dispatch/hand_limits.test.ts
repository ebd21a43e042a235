import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { hand_limits } from '../../../../web/src/console/dispatch/hand_limits'
import type { Explanation } from '../../../../web/src/console/whistle/because'
import '../in_chinese'

const hour = 3_600_000
const report = (ordered_limit?: Messages['OrderedLimit']): Messages['Report'] =>
  ({ kind: 'key', ordered_limit }) as Messages['Report']
const report_in = { amount_ms: 24 * hour, unit: 'urgent_hour' }
const covered = (handle?: { amount_ms: number; unit: string }): Explanation =>
  ({ decision: { lead: { department: 'd', staffing: 'on_duty', report_in, handle } } }) as Explanation

test('who is named by hand has the limits of the duty that covers the matter', () => {
  const day = { amount_ms: 7 * 24 * hour, unit: 'natural_day' }
  const said = hand_limits(report(), covered(day))
  expect(said).toContain('报到限 24 紧急工作时')
  expect(said).toMatch(/处置限 7 自然日/)
  expect(hand_limits(report(), covered())).toContain('处置不限时')
})

test('where no duty covers it, the matter and then the kind says how long, and no number is made up', () => {
  const said = hand_limits(report(), undefined)
  expect(said).toContain('报到按事项的时限，没有的按重点工作哨的默认时限')
  expect(said).toContain('处置按事项的时限，没有的按重点工作哨的默认时限')
  expect(said).not.toMatch(/\d/)
})

test('an order of the source goes before both', () => {
  expect(hand_limits(report({ due_at_ms: 0 }), covered())).toContain('不限时，由来源单位指定')
  expect(hand_limits(report({ due_at_ms: Date.now() }), undefined)).toMatch(/处置至 .*，由来源单位指定/)
})
