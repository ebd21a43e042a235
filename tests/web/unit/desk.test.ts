import { describe, expect, it } from 'vitest'
import { acts_of, awaited_helpers, budget_of, command_of, empty_draft, missing_in, steps_of } from '../../../web/src/console/desk/acts'
import { type Alarm, Alarms, Answers, Ends, of_reporter, of_supervisor } from '../../../web/src/console/desk/alarms'
import { type BulkAct, is_bulk, possible_for } from '../../../web/src/console/desk/bulk'
import { day_work_ms, start_of_day, until_ms } from '../../../web/src/console/whistle/office_time'
import { count_queues } from '../../../web/src/console/desk/queues'
import { standing_text } from '../../../web/src/console/desk/row_clock'
import { query_of, read_view, shows } from '../../../web/src/console/desk/view'
import { type QueueRow, row_of_item } from '../../../web/src/console/queue/row'
import type { Messages } from '../../../web/src/api/client'

const lists = { overruns: [], deadlines: [], helpers: [], awaits: [], lead: '', reporter: '' }
function row(id: string, change: Partial<QueueRow> = {}): QueueRow {
  const item = { whistle_id: id, version: 1, stage: 'dispatched', area: '1', obligation: 'owed', question: '', text: '' }
  const made = row_of_item({ ...item, ...lists } as unknown as Messages['InboxItem'], { department: 'um' })
  return { ...made, kind: 'routine', lead: 'um', ...change }
}
const due_soon_ms = 30 * 60_000
const due = (due_at_ms: number, soon_at_ms = due_at_ms - due_soon_ms): Partial<QueueRow> => ({
  deadlines: [{ clock: 'handle', department: 'um', due_at_ms, soon_at_ms }],
})
const hour = 3_600_000
const day = 24 * hour

describe('Alarms', () => {
  const told = (alarms: Alarm[]): string => alarms.map((each) => `${each.kind}${each.sounds ? '!' : ''} ${each.ids.join(' ')}`).join('; ')

  it('is silent about what was there when the desk was opened, but for an emergency', () => {
    const alarms = new Alarms()
    const rows = [row('a', due(5 * hour)), row('b', due(-hour)), row('c', { ...due(hour), kind: 'emergency' })]
    expect(told(alarms.hear(rows, 0))).toBe('emergency! c')
  })

  it('tells what is new, due soon and late once each, and late again at 5 and 15 minutes', () => {
    const alarms = new Alarms()
    alarms.hear([], 0)
    const rows = [row('a', due(2 * hour))]
    const at = (minutes: number): string => told(alarms.hear(rows, minutes * 60_000))
    expect(at(1)).toBe('new! a')
    expect([at(2), at(89), at(90), at(91)]).toEqual(['', '', 'due_soon! a', ''])
    expect([at(120), at(121), at(124), at(125), at(130), at(135), at(200)]).toEqual(['', 'overdue! a', '', 'overdue! a', '', 'overdue! a', ''])
  })

  it('sounds at most once in ten seconds; the rest is told without a sound', () => {
    const alarms = new Alarms()
    alarms.hear([], 0)
    const many = [row('a', due(hour)), row('b', due(hour))]
    expect(told(alarms.hear(many.slice(0, 1), 1_000))).toBe('new! a')
    expect(told(alarms.hear(many, 6_000))).toBe('new b')
    expect(told(alarms.hear([...many, row('c', due(hour))], 11_000))).toBe('new! c')
  })

  it('rings three times for an emergency, every half minute, until somebody has reported in', () => {
    const alarms = new Alarms()
    const emergency = row('a', { ...due(hour), kind: 'emergency' })
    const at = (seconds: number, change: Partial<QueueRow> = {}): string => told(alarms.hear([{ ...emergency, ...change }], seconds * 1000))
    expect([at(0), at(10), at(30), at(60), at(90), at(120)]).toEqual(['emergency! a', '', 'emergency! a', 'emergency! a', '', ''])
    const another = new Alarms()
    another.hear([emergency], 0)
    expect(told(another.hear([{ ...emergency, obligation: 'reported_in' }], 40_000))).toBe('')
  })

  it('says when time alone will bring something, and not before', () => {
    const alarms = new Alarms()
    expect(alarms.due(0)).toBe(true)
    alarms.hear([row('a', due(2 * hour)), row('b')], 0)
    expect([alarms.due(1), alarms.due(2 * hour - due_soon_ms - 1), alarms.due(2 * hour - due_soon_ms)]).toEqual([false, false, true])
    alarms.hear([row('a', due(2 * hour))], 2 * hour - due_soon_ms)
    expect([alarms.due(2 * hour), alarms.due(2 * hour + 1)]).toEqual([false, true])
  })

  it('warns of a short limit when the server says, and not at once', () => {
    const alarms = new Alarms()
    alarms.hear([], 0)
    const rows = [row('a', due(15 * 60_000, 12 * 60_000))]
    const at = (minutes: number): string => told(alarms.hear(rows, minutes * 60_000))
    expect([at(0), at(11), at(12), at(13)]).toEqual(['new! a', '', 'due_soon! a', ''])
  })

  it('warns anew of another deadline', () => {
    const alarms = new Alarms()
    alarms.hear([row('a', due(hour))], 0)
    expect(told(alarms.hear([row('a', due(hour))], hour - due_soon_ms))).toBe('due_soon! a')
    alarms.hear([row('a', due(4 * hour))], hour)
    expect(told(alarms.hear([row('a', due(4 * hour))], 4 * hour - due_soon_ms))).toBe('due_soon! a')
  })
})

describe('Ends', () => {
  it('tells once what others have ended while the department had still to do with it', () => {
    const ends = new Ends()
    const told = (...rows: QueueRow[]) => ends.hear(rows).map((each) => `${each.id} ${each.stage}`)
    const done = row('c', { obligation: 'done' })
    expect(told(row('a'), row('b', { obligation: 'reported_in' }), done, row('d', { stage: 'withdrawn' }))).toEqual([])
    const after = [row('a', { stage: 'withdrawn' }), row('b', { stage: 'joined' }), { ...done, stage: 'closed' } as const]
    expect(told(...after)).toEqual(['a withdrawn', 'b joined'])
    expect(told(...after)).toEqual([])
  })
})

describe('Answers', () => {
  it('tells of the department’s own what need wait no more, once, and of nothing that was never asked', () => {
    const answers = new Answers(of_reporter)
    const asked = row('a', { obligation: 'reported_in', question: 'where?' })
    expect(answers.hear([asked, row('b')])).toEqual([])
    expect(answers.hear([{ ...asked, question: '' }, row('b')])).toEqual([{ id: 'a', later: false }])
    expect(answers.hear([{ ...asked, question: '' }, row('b')])).toEqual([])
    answers.hear([asked])
    expect(answers.hear([{ ...asked, question: '', stage: 'withdrawn' }])).toEqual([])
  })

  it('tells whether more time was given, and nothing while it is not known whose request still waits', () => {
    const answers = new Answers(of_supervisor)
    const asked = (id: string) => row(id, { ...due(5 * hour), obligation: 'reported_in', extension_asked: true, awaits: ['extension'] })
    const decided = (id: string, due_at: number) => ({ ...asked(id), ...due(due_at), extension_asked: false, awaits: [] })
    answers.hear([asked('a'), asked('b'), asked('c')])
    const listed = { ...asked('c'), extension_asked: false } // as a list of several tells it
    expect(answers.hear([decided('a', 9 * hour), decided('b', 5 * hour), listed])).toEqual([
      { id: 'a', later: true },
      { id: 'b', later: false },
    ])
    expect(answers.hear([decided('a', 9 * hour), decided('b', 5 * hour), listed])).toEqual([])
  })
})

describe('a row whose clock stands', () => {
  it('says for whom, or until when, as far as is known, and of what is done that the handling was in time', () => {
    const standing: Partial<QueueRow> = { obligation: 'reported_in' }
    expect(standing_text(row('a', due(5)))).toBeUndefined()
    expect(standing_text(row('a', standing))).toBeUndefined()
    expect(standing_text(row('a', { ...standing, question: 'where?' }))).toBe('等上报人答复')
    expect(standing_text(row('a', { ...standing, obligation: 'returned', awaits: ['return'] }))).toBe('退单待裁定')
    expect(standing_text(row('a', { ...standing, shelved_until_ms: 5 }))).toBe('挂账')
    expect(standing_text(row('a', { obligation: 'done' }))).toBe('处置按时')
    expect(standing_text(row('a', { obligation: 'done', was_late: true }))).toBe('处置超期')
  })
})

describe('what is offered and said', () => {
  it('offers to do to many at once what can be done to some of them, and only to those', () => {
    const rows = [row('owed'), row('handled', { obligation: 'done' }), row('asked', { extension_asked: true })]
    const ids = (act: BulkAct) => possible_for(act, rows, 'um').map((each) => each.id)
    expect(ids('report_in')).toEqual(['owed', 'asked'])
    expect(ids('extend')).toEqual(['owed'])
    expect(ids('note')).toEqual(['owed', 'handled', 'asked'])
    expect(is_bulk('handle')).toBe(false)
  })

  it('offers only what is not refused for certain', () => {
    expect(acts_of(row('a'), 'um', false)).toEqual(['report_in', 'return', 'extend', 'shelve', 'note'])
    expect(acts_of(row('a', { obligation: 'on_site', lead: 'ps' }), 'um', true)).toEqual(['handle', 'return', 'extend', 'note', 'ask', 'appeal'])
    // At night its seat stands in for the lead, and may ask for all that the lead may; for a helper it may not.
    expect(acts_of(row('a', { lead: 'ps', seat: 'um' }), 'um', false)).toContain('shelve')
    expect(acts_of(row('a', { lead: 'ps', helpers: ['um'], seat: 'um' }), 'um', false)).not.toContain('shelve')
    expect(acts_of(row('a', { obligation: 'done', stage: 'handled' }), 'um', false)).toEqual(['note'])
    expect(acts_of(row('a', { stage: 'closed' }), 'um', false)).toEqual([])
  })

  it('offers no second extension nor shelving while one waits for its decision', () => {
    const asked = row('a', { extension_asked: true, awaits: ['extension', 'shelving'] })
    expect(acts_of(asked, 'um', false)).toEqual(['report_in', 'return', 'note'])
    const by_helper = row('a', { extension_asked: false, awaits: ['extension'] })
    expect(acts_of(by_helper, 'um', false)).toContain('extend')
  })

  it('offers no extension once the limit to handle has passed, which the server refuses', () => {
    const late = (clock: string) => row('a', { overruns: [{ clock, department: 'um' }] as QueueRow['overruns'] })
    expect(acts_of(late('handle'), 'um', false)).not.toContain('extend')
    expect(acts_of(late('report_in'), 'um', false)).toContain('extend')
  })

  it('makes the lead wait for its helpers, and no helper for another', () => {
    const lists = { returns: [], ruling: undefined }
    const owed = (department: string, part: string, stage: string) =>
      ({ department, part, stage, seat: department, ...lists }) as unknown as Messages['Obligation']
    const all = [owed('um', 'lead', 'on_site'), owed('water', 'helper', 'owed'), owed('parks', 'helper', 'done'), owed('fire', 'helper', 'released')]
    expect(awaited_helpers(all, 'um').map((each) => each.department)).toEqual(['water'])
    expect(awaited_helpers(all, 'water')).toEqual([])
    expect(awaited_helpers(all, 'nobody')).toEqual([])
  })

  it('says nothing as long as a mandatory part of it is missing', () => {
    const whole = { ...empty_draft(), text: ' not ours ', evidence: 'river', proposed: 'water' }
    expect(command_of('return', whole, 0)).toEqual({ name: 'return', body: { reason: 'not ours', evidence: 'river', proposed: 'water' } })
    for (const gone of ['text', 'evidence', 'proposed'] as const) expect(command_of('return', { ...whole, [gone]: ' '.trim() }, 0)).toBeNull()
    expect(command_of('shelve', whole, 0)).toBeNull()
    expect(command_of('appeal', whole, 0)).toBeNull()
  })

  it('shelves for a year at most, from a day that is still to come', () => {
    const now = 1_000 * day
    const lacks = (until_ms: number) => missing_in('shelve', { ...empty_draft(), text: 'ice' }, until_ms, now).includes('until')
    expect([now - day, now, now + day, now + 365 * day, now + 366 * day].map(lacks)).toEqual([true, true, false, false, true])
  })

  it('calls the steps of an amount as its unit has them', () => {
    expect(steps_of('work_day')).toEqual(['step.work.day'])
    expect(steps_of('urgent_hour')).toEqual(['step.urgent.hour', 'step.urgent.minute'])
    expect(steps_of('work_hour')[1]).toBe('step.work.minute')
  })

  it('writes a budget in the unit of the limit: a work day is 24 hours, half an hour thirty minutes', () => {
    expect(budget_of({ amount: 2, unit: 'work_day', in_parts: false })).toEqual({ unit: 'work_day', amount_ms: 48 * hour })
    expect(budget_of({ amount: 0.4, unit: 'work_day', in_parts: false }), 'no half day').toBeNull()
    expect(budget_of({ amount: 0.001, unit: 'work_hour', in_parts: false }), 'no minute').toBeNull()
    expect(budget_of({ amount: 0.5, unit: 'natural_day', in_parts: true }), 'no hour').toBeNull()
    expect(budget_of({ amount: 30, unit: 'urgent_hour', in_parts: true })).toEqual({ unit: 'urgent_hour', amount_ms: hour / 2 })
    for (const amount of ['', 0, -1, NaN, Infinity] as const) expect(budget_of({ amount, unit: 'work_day', in_parts: false })).toBeNull()
  })
})

describe('until when', () => {
  const zone = 'Asia/Shanghai'
  const day = start_of_day('2026-11-26', zone)
  const office = [0, 1, 2].flatMap((days) => [
    { from_ms: day + (days * 24 + 8) * hour, to_ms: day + (days * 24 + 12) * hour },
    { from_ms: day + (days * 24 + 14) * hour, to_ms: day + (days * 24 + 18) * hour },
  ])

  it('finds the beginning of a day in the city, whatever the device thinks', () => {
    expect(new Date(day).toISOString()).toBe('2026-11-25T16:00:00.000Z')
    expect(new Date(start_of_day('2026-03-08', 'America/New_York')).toISOString()).toBe('2026-03-08T05:00:00.000Z')
    expect(start_of_day('', zone)).toBe(0)
    // As a date field has it while its year is typed.
    for (const day of ['0002-12-05', '0020-12-05', '0202-12-05']) expect(start_of_day(day, zone)).toBe(0)
  })

  it('counts work time in office hours alone, and the rest day and night', () => {
    const from = day + 17 * hour
    expect(until_ms(from, { unit: 'natural_day', amount_ms: 24 * hour }, office, 0)).toBe(from + 24 * hour)
    expect(until_ms(from, { unit: 'work_hour', amount_ms: 2 * hour }, office, 0)).toBe(day + (24 + 9) * hour)
    const work = day_work_ms(office, (at) => Math.floor((at - day) / (24 * hour)))
    expect(work).toBe(8 * hour)
    expect(until_ms(from, { unit: 'work_day', amount_ms: 24 * hour }, office, work)).toBe(day + (24 + 17) * hour)
  })

  it('does not guess beyond what is known of the office hours', () => {
    expect(until_ms(day, { unit: 'work_hour', amount_ms: 100 * hour }, office, 0)).toBe(0)
  })
})

describe('the view in the address', () => {
  it('is read back as it was written, and what an address says wrong counts as not said', () => {
    const view = { queue: 'handling', order: 'place', text: '井', kind: 'joint', area: '210102', limit: 'overdue', since: 'week' } as const
    expect(read_view(query_of(view) as never)).toEqual(view)
    const wrong = read_view({ queue: 'constructor', order: '__proto__', kind: ['joint'], text: 'x'.repeat(500), limit: 'soon' })
    expect(wrong).toMatchObject({ queue: 'report_in', order: 'urgency', kind: '', limit: '' })
    expect(wrong.text).toHaveLength(100)
  })

  it('shows what fits all that was asked', () => {
    const one = row('w-abcdef', { ...due(1_000), text: '井盖 broken', kind: 'joint', area: '210102001' })
    const view = read_view({})
    const fits = (change: object, now = 0): boolean => shows(one, { ...view, ...change }, now)
    expect([fits({}), fits({ text: 'BROKEN' }), fits({ text: '#abcdef' }), fits({ text: 'zzz' })]).toEqual([true, true, true, false])
    // Several words, as the palette finds them: all of them, in any order.
    const texts = ['broken 井盖', '#abcdef  BROKEN', '井盖 zzz', '  ']
    expect(texts.map((text) => fits({ text }))).toEqual([true, true, false, true])
    expect([fits({ area: '2101' }), fits({ area: '2102' }), fits({ kind: 'key' })]).toEqual([true, false, false])
    expect([fits({ limit: 'overdue' }), fits({ limit: 'overdue' }, 2_000), fits({ limit: 'due_soon' })]).toEqual([false, true, true])
  })

  it('counts a whistle in every queue it stands in', () => {
    const rows = [
      row('a'),
      row('b', { obligation: 'reported_in', awaits: ['extension'] }),
      row('c', { obligation: 'done', stage: 'handled', done_at_ms: 50 }),
      row('d', { obligation: 'done', stage: 'closed', done_at_ms: 10 }),
    ]
    expect(count_queues(rows, 20)).toEqual({ report_in: 1, handling: 1, verify: 1, waiting: 1, done: 1, all: 2 })
  })
})
