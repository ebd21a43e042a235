// What a shift leaves, as it is handed on: who has each next, and what may be thrown away.
import { expect, test } from 'vitest'
import { list_text, may_drop, shift_lists } from '../../../../web/src/field/handover/lists'
import { identity } from '../../../../web/src/field/identity'
import type { ItemState, OutboxItem } from '../../../../web/src/field/outbox/items'
import { new_report } from '../../../../web/src/field/report/drafts'
import '../in_chinese'

identity.value = { user: 'walker', name: '', role: 'grid_worker', department: '', area: '2101' }
function item(state: ItemState, words: string, user = 'walker', sent = false): OutboxItem {
  const made = { ...new_report(user, '2101'), state, body: sent ? {} : null }
  if (made.command === 'blow') made.said.text = words
  return made
}

test('only its author throws away what was never sent, or what was refused', () => {
  const may = (of: OutboxItem) => may_drop(of, 'walker')
  expect([may(item('draft', '')), may(item('attention', '', 'walker', true)), may(item('queued', ''))]).toEqual([true, true, true])
  expect(may(item('queued', '', 'walker', true)), 'it may have arrived').toBe(false)
  expect(may(item('draft', '', 'another'))).toBe(false)
  expect(may(item('received', '', 'walker', true))).toBe(false)
})

test('each list says who has it next, where there is any, and what another has left says whose it is', () => {
  const lists = shift_lists([item('draft', '写了一半的'), item('draft', '别人写的', 'another')], new Map(), 'online')
  expect(lists.map((each) => each.lines.length)).toEqual([2, 0, 0, 0, 0])
  const [drafts = [], waiting = []] = lists.map(list_text)
  expect(drafts[0]).toBe('草稿：2')
  expect(drafts[1]).toContain('只在本机，没有人看得到')
  expect(drafts[2]).toMatch(/^- #.+写了一半的$/)
  expect(drafts[3]).toContain('草稿，只在本机')
  expect(drafts[5]).toContain('由 another 所写，须其本人登录后发送或删除')
  expect(waiting).toEqual(['待发：无'])
  expect(lists[0]?.lines.map((each) => each.item !== undefined)).toEqual([true, false])
})
