import { expect, test } from 'vitest'
import { last_said } from '../../../web/src/console/whistle/requests'
import type { JournalEntry } from '../../../web/src/console/whistle/timeline'

const entry = (version: number, more: Partial<JournalEntry>): JournalEntry => ({
  whistle_id: 'w',
  version,
  at_ms: version * 10,
  command_id: '',
  command_digest: '',
  actor: 'li',
  ...more,
})
const returned = (department: string, reason: string) => ({ returned: { department, reason, evidence: 'photo', proposed: 'env', desk: '2101' } })

test('of two returns of one department the last is told, with its evidence', () => {
  const history = [entry(1, returned('um', 'first')), entry(2, returned('um', 'second')), entry(3, returned('ps', 'other'))]
  expect(last_said(history, 'returned', 'um')).toEqual({ at_ms: 20, actor: 'li', desk: '2101', words: ['second', 'photo'] })
})

test('a shelving is asked for by no department by name', () => {
  const history = [entry(1, { shelving_requested: { until_ms: 5, reason: 'frost', desk: '2101' } })]
  expect(last_said(history, 'shelving_requested', 'um')?.words).toEqual(['frost'])
})

test('what nobody asked for was not said', () => {
  expect(last_said([entry(1, returned('um', 'x'))], 'appealed', 'um')).toBeNull()
})
