import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { offers, offers_of } from '../../../../web/src/console/dispatch/offers'

type State = Messages['WhistleState']
type Obligation = Messages['Obligation']

const owed = (department: string, more: Partial<Obligation> = {}): Obligation => ({
  department,
  part: 'lead',
  stage: 'reported_in',
  delivered_at_ms: 1,
  reported_in_at_ms: 1,
  arrived_at_ms: 0,
  done_at_ms: 0,
  handler: '',
  ruling_desk: '',
  proposed: '',
  extensions: 0,
  report_in_appeal: 'unspecified',
  handle_appeal: 'unspecified',
  returns: 0,
  rejections: 0,
  rungs: [],
  seat: '',
  person: '',
  staffing: 'unspecified',
  questions: 0,
  question: '',
  answer_until_ms: 0,
  handlers: [],
  ...more,
})
const state = (more: Partial<State>): State => ({
  whistle_id: 'w',
  version: 1,
  stage: 'handling',
  reporter: '',
  raised_at_ms: 1,
  ended_at_ms: 0,
  outcome: 'unspecified',
  desk: '',
  desk_reason: 'unspecified',
  obligations: [owed('um')],
  policy: '',
  verification: true,
  history: [],
  returns: 0,
  shelvings: 0,
  shelving_asked_until_ms: 0,
  shelved_until_ms: 0,
  asked_desk: '',
  visit: 'unspecified',
  members: [],
  reporter_is_importer: false,
  verification_photo: false,
  supervised_by: '',
  supervised_area: '',
  ...more,
})
const ledger = (now: Messages['ClockState']): Messages['ClockLedger'] => ({
  segments: [{ from_at_ms: 1, state: now, reason: 'unspecified', holder: '', charged: false }],
  overrun_recorded: false,
})
const returned = { stage: 'returned', ruling: ledger('running') } as const

// As the sections of tests/core/whistle_matrix.md have them.
const states: Record<string, State> = {
  raised: state({ stage: 'raised', desk: '2101', obligations: [] }),
  filed: state({ stage: 'filed', desk: '2101', obligations: [] }),
  dispatched: state({ stage: 'dispatched', obligations: [owed('um', { stage: 'owed' })] }),
  handling: state({}),
  joint: state({ obligations: [owed('um'), owed('ps', { part: 'helper', stage: 'owed' })] }),
  appealed: state({ obligations: [owed('um', { report_in_appeal: 'pending' })] }),
  returned: state({ desk: '2101', obligations: [owed('um', returned)] }),
  helper_returned: state({ obligations: [owed('um'), owed('ps', { part: 'helper', ...returned }), owed('pw', { part: 'helper' })] }),
  asked: state({ shelving_asked_until_ms: 9, obligations: [owed('um', { extension_asked: { unit: 'work_day', amount_ms: 1 } })] }),
  shelved: state({ stage: 'handling', shelved_until_ms: 9, obligations: [owed('um', { stage: 'reported_in' })] }),
  handled: state({ stage: 'handled', obligations: [owed('um', { stage: 'done' })] }),
  closed: state({ stage: 'closed' }),
  declined: state({ stage: 'declined' }),
  joined: state({ stage: 'joined' }),
}

// What the desk of the district gets done in each section: its column of the matrix, where it is no refusal.
function allowed(): Map<string, Set<string>> {
  const text = readFileSync(resolve(import.meta.dirname, '../../../core/whistle_matrix.md'), 'utf8')
  const found = new Map<string, Set<string>>()
  let section = ''
  for (const line of text.split('\n')) {
    section = /^## (\w+):/.exec(line)?.[1] ?? section
    const cells = line.split('|').map((each) => each.trim())
    const [, command = '', , , , , , desk = ''] = cells
    if (cells.length < 10 || command === 'command' || desk.startsWith('*') || desk.startsWith('-')) continue
    found.set(section, (found.get(section) ?? new Set()).add(command.split(' ')[0] ?? ''))
  }
  return found
}
const matrix = allowed()

test.each(Object.keys(states))('the desk is offered what the server would do: %s', (name) => {
  const offered: string[] = offers_of(states[name] as State, 'desk_officer')
  const wanted = [...(matrix.get(name) ?? [])].filter((each) => (offers as readonly string[]).includes(each))
  expect(wanted.filter((each) => !offered.includes(each))).toEqual([])
})

test('what the stage forbids is not offered', () => {
  expect(offers_of(states.dispatched as State, 'desk_officer')).not.toContain('file')
  expect(offers_of(states.returned as State, 'desk_officer')).not.toContain('redispatch')
  expect(offers_of(states.returned as State, 'desk_officer')).not.toContain('join')
  expect(offers_of(states.declined as State, 'desk_officer')).toEqual([])
  expect(offers_of(states.joined as State, 'desk_officer')).toEqual(['part'])
})

test('a ruling stands first', () => {
  expect(offers_of(states.returned as State, 'desk_officer')[0]).toBe('rule')
  expect(offers_of(states.helper_returned as State, 'desk_officer')[0]).toBe('rule')
})

test('a supervisor decides, urges and notes, and no more', () => {
  expect(offers_of(states.asked as State, 'supervisor')).toEqual(['decide_extension', 'decide_shelving', 'urge', 'note'])
  expect(offers_of(states.raised as State, 'supervisor')).toEqual(['urge', 'note'])
})

test('no desk is offered to urge itself, and whoever is above it is', () => {
  const raised = { ...states.raised, desk: '2101' } as State
  expect(offers_of(raised, 'desk_officer', '2101')).not.toContain('urge')
  expect(offers_of(raised, 'desk_officer', '21')).toContain('urge')
  expect(offers_of(raised, 'supervisor', '2101')).toContain('urge')
})
