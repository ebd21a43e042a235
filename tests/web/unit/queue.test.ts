import { describe, expect, it, test } from 'vitest'
import { by_done, clock_of, due_of, ordered } from '../../../web/src/console/queue/order'
import { make_refetcher } from '../../../web/src/console/queue/refetch'
import { type QueueRow, row_of_item, row_of_view, type Whose } from '../../../web/src/console/queue/row'
import type { Messages } from '../../../web/src/api/client'

type Item = Messages['InboxItem']

const lists = { overruns: [], deadlines: [], helpers: [], awaits: [], lead: '', reporter: '' }
function row(id: string, change: Partial<QueueRow> = {}): QueueRow {
  const item = { whistle_id: id, version: 1, stage: 'dispatched', area: '1', obligation: 'owed', question: '', text: '' }
  return { ...row_of_item({ ...item, ...lists } as unknown as Item, { area: '1' }), kind: 'routine', ...change }
}
const due = (due_at_ms: number): Partial<QueueRow> => ({ deadlines: [{ clock: 'report_in', department: 'd', due_at_ms, soon_at_ms: due_at_ms - 5 }] })
const late = (due_at_ms: number): Partial<QueueRow> => ({
  overruns: [{ clock: 'report_in', department: 'd', due_at_ms, stopped_at_ms: 0, appeal: 'unspecified' }],
})
const ids = (rows: QueueRow[]): string => rows.map((each) => each.id).join(' ')

describe('the order of urgency', () => {
  it('has emergencies first, then what is late the longest, then what is due next, then what waits, the older first', () => {
    const rows = [
      row('h'),
      row('g'),
      row('d', due(9_000)),
      row('e', { ...due(500), kind: 'emergency' }),
      row('b', late(2_000)),
      row('c', due(8_000)),
      row('a', late(1_000)),
    ]
    expect(ids(ordered(rows, 'urgency'))).toBe('e a b c d g h')
  })

  it('judges a row that is late and due by what is earlier', () => {
    expect(due_of(row('a', { ...late(5), ...due(9) }))).toBe(5)
    expect(due_of(row('a'))).toBe(Infinity)
  })

  it('is the same whatever order the rows came in', () => {
    const rows = Array.from({ length: 200 }, (_each, at) => row(`id${at}`, at % 3 === 0 ? {} : due((at * 7919) % 50)))
    const once = ids(ordered(rows, 'urgency'))
    for (let turn = 0; turn < 20; turn += 1) {
      const shuffled = [...rows].sort(() => Math.random() - 0.5)
      expect(ids(ordered(shuffled, 'urgency'))).toBe(once)
    }
  })

  it('has the newest first, or one place after another, where that is asked for', () => {
    const rows = [row('a', { area: '2' }), row('c', { area: '1' }), row('b', { area: '2', ...due(1) })]
    expect(ids(ordered(rows, 'newest'))).toBe('c b a')
    expect(ids(ordered(rows, 'place'))).toBe('c b a')
  })
})

test('what is done urges nobody: the latest first, an emergency among the others', () => {
  const done = [row('a', { done_at_ms: 2, kind: 'emergency' }), row('b', { done_at_ms: 3 }), row('c', { done_at_ms: 1 })]
  expect(done.sort(by_done).map((each) => each.id)).toEqual(['b', 'a', 'c'])
})

describe('a row made from a whistle', () => {
  const obligation = (change: object) => ({
    department: 'um',
    part: 'lead',
    stage: 'owed',
    done_at_ms: 0,
    seat: '',
    person: '',
    question: '',
    answer_until_ms: 0,
    report_in_appeal: 'unspecified',
    handle_appeal: 'unspecified',
    ...change,
  })
  const view = (obligations: object[], change: object = {}) =>
    ({
      state: {
        whistle_id: 'w',
        version: 7,
        stage: 'handling',
        obligations,
        report: { text: '井'.repeat(300), area: '1', kind: 'joint' },
        shelving_asked_until_ms: 0,
        ...change,
      },
      deadlines: [],
      overruns: [],
      verifier: '',
    }) as unknown as Messages['WhistleView']

  it('has the stage of the department that asks, whoever leads', () => {
    const made = row_of_view(view([obligation({}), obligation({ department: 'ps', part: 'helper', stage: 'on_site' })]), {
      department: 'ps',
    })
    expect(made).toMatchObject({ obligation: 'on_site', lead: 'um', helpers: ['ps'], version: 7 })
    expect([...(made?.text ?? '')]).toHaveLength(120)
  })

  it('acts on what was delivered to the seat for another department, where nothing of its own is open', () => {
    const own = obligation({ department: 'ps', part: 'helper', stage: 'released' })
    const lent = obligation({ stage: 'reported_in', seat: 'ps' })
    expect(row_of_view(view([lent, own]), { department: 'ps' })?.obligation).toBe('reported_in')
  })

  it('says until when it is shelved, which an inbox does not', () => {
    expect(row_of_view(view([obligation({})], { shelved_until_ms: 5 }), { department: 'um' })?.shelved_until_ms).toBe(5)
  })

  it('names what waits for a decision', () => {
    const returned = obligation({ stage: 'returned', ruling: { segments: [{ state: 'running' }] } })
    const asks = obligation({ department: 'ps', part: 'helper', extension_asked: { unit: 'work_day', amount_ms: 1 } })
    expect(row_of_view(view([returned, asks], { shelving_asked_until_ms: 5 }), { desk: '1' })?.awaits).toEqual([
      'return',
      'extension',
      'shelving',
    ])
  })
})

describe('the clocks of a row', () => {
  type Clock = [Messages['ClockName'], string, number]
  const clocks = (all: Clock[]) =>
    all.map(([clock, department, due_at_ms]) => ({ clock, department, due_at_ms, stopped_at_ms: 0, soon_at_ms: 0 }))
  const row_for = (whose: Whose, change: object, running: Clock[], late: Clock[] = []) => {
    const item = { obligation: 'owed', text: 'x', awaits: [], lead: 'um', helpers: ['fire'], ...change }
    return row_of_item({ ...item, deadlines: clocks(running), overruns: clocks(late) } as unknown as Item, whose)
  }
  const um = { department: 'um' }
  const both: Clock[] = [['report_in', 'fire', 27], ['handle', 'um', 117]]

  it('are those of the department that asks, whoever else was called', () => {
    expect(clock_of(row_for(um, { obligation: 'reported_in' }, both))).toMatchObject({ clock: 'handle', due_at_ms: 117 })
    expect(due_of(row_for({ department: 'fire' }, {}, both))).toBe(27)
    expect(due_of(row_for(um, {}, both, [['report_in', 'fire', 3], ['report_in', 'um', 9]]))).toBe(9)
    expect(due_of(row_for(um, {}, [['supervision', 'um', 5], ...both]))).toBe(5)
  })

  it('are all of them where no department asks', () => {
    expect(due_of(row_for({ desk: '1' }, {}, both))).toBe(27)
    expect(due_of(row_for({ area: '1' }, {}, both, [['desk', '', 3]]))).toBe(3)
  })

  it('are those of the lead for who stands in for it', () => {
    expect(due_of(row_for({ department: 'night' }, { seat: 'night' }, both))).toBe(117)
  })

  it('do not run while the department owes nothing, whatever the desk or a verifier is late with', () => {
    const desks: Clock[] = [['ruling', 'um', 1], ['desk', '', 2], ['supervision', 'um', 3]]
    for (const obligation of ['returned', 'done', 'released', 'unspecified'])
      expect(due_of(row_for(um, { obligation }, [...desks, ...both], [['handle', 'um', 4]]))).toBe(Infinity)
  })

  it('are the same of a row that is made from the whistle', () => {
    const owed = { department: 'um', part: 'lead', stage: 'reported_in', seat: 'um', answer_until_ms: 0 }
    const state = { whistle_id: 'w', stage: 'handling', obligations: [owed, { ...owed, department: 'fire', part: 'helper' }] }
    const view = { state, deadlines: clocks(both), overruns: clocks([['report_in', 'fire', 3]]) }
    expect(clock_of(row_of_view(view as never, um) as QueueRow)).toMatchObject({ clock: 'handle', due_at_ms: 117 })
    expect(due_of(row_of_view(view as never, { desk: '1' }) as QueueRow)).toBe(3)
    expect(due_of(row_of_view(view as never, { department: 'water' }) as QueueRow)).toBe(Infinity)
  })
})

describe('make_refetcher', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  it('asks again for what changed while it was asked for, and only once', async () => {
    const asked: string[] = []
    const answers: (() => void)[] = []
    const one = make_refetcher(
      (id) => new Promise<void>((answer) => (asked.push(id), answers.push(answer))),
      () => undefined,
    )
    one.want('a')
    one.want('a')
    one.want('a')
    expect(asked).toEqual(['a'])
    answers[0]?.()
    await settled()
    expect(asked).toEqual(['a', 'a'])
    answers[1]?.()
    await settled()
    expect(asked).toEqual(['a', 'a'])
  })

  it('has four questions under way at most, and asks for everything when too much waits', () => {
    let under_way = 0
    let all = 0
    const one = make_refetcher(
      () => new Promise<void>(() => (under_way += 1)),
      () => (all += 1),
    )
    for (let at = 0; at < 100; at += 1) one.want(`id${at}`)
    expect([under_way, all]).toEqual([4, 0])
    for (let at = 100; at < 160; at += 1) one.want(`id${at}`)
    expect([under_way, all]).toEqual([4, 1])
  })
})
