import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { server_now_ms } from '../../../../web/src/base/server_clock'
import { deeds_of, may_verify } from '../../../../web/src/field/own/deeds'
import { has_words } from '../../../../web/src/base/has_words'
import { is_of_today } from '../../../../web/src/field/own/numbers'
import { type EndedReport, ended_words, open_words } from '../../../../web/src/field/own/standing'
import { keep } from '../../../../web/src/field/store'
import { kept_view } from '../../../../web/src/field/views'

const day_ms = 24 * 3600_000
const now_ms = Date.UTC(2026, 10, 26, 4)

function state(part: Partial<Messages['WhistleState']>): Messages['WhistleState'] {
  return { whistle_id: 'w', version: 3, stage: 'raised', reporter: 'walker', members: [], obligations: [], ...part } as Messages['WhistleState']
}
const closed = (days_ago: number, part: Partial<Messages['WhistleState']> = {}) =>
  state({ stage: 'closed', ended_at_ms: now_ms - days_ago * day_ms, ...part })

describe('what a reporter may still say', () => {
  it.each([
    ['his own, with the desk', state({}), 'walker', ['note', 'amend', 'withdraw']],
    ['his own, being handled', state({ stage: 'handling' }), 'walker', ['note', 'amend', 'withdraw']],
    [
      'his own, to which others were joined: not his alone to withdraw',
      state({ stage: 'handling', members: [{ whistle_id: 'm', reporter: 'mate' }] }),
      'walker',
      ['note', 'amend'],
    ],
    ['his own, handled: too late to withdraw', state({ stage: 'handled' }), 'walker', ['note', 'amend']],
    ['his own, closed yesterday', closed(1), 'walker', ['rate', 'reopen']],
    ['his own, rated', closed(1, { rating: { solved: 'yes', satisfied: 'yes', text: '' } }), 'walker', ['reopen']],
    ['his own, closed 16 days ago', closed(16), 'walker', ['rate']],
    [
      'his own, closed with its umbrella',
      closed(1, { joined: { umbrella_id: 'u', stage: 'filed', desk: '' } }),
      'walker',
      ['rate'],
    ],
    ['declined', state({ stage: 'declined' }), 'walker', []],
    ['joined', state({ stage: 'joined' }), 'walker', []],
    ['somebody else’s', state({}), 'mate', []],
    [
      'somebody else’s, to which his was joined',
      state({ stage: 'handling', members: [{ whistle_id: 'm', reporter: 'mate' }] }),
      'mate',
      ['note'],
    ],
    ['the same, closed', closed(1, { members: [{ whistle_id: 'm', reporter: 'mate' }] }), 'mate', ['reopen']],
  ])('%s', (_what, at, user, deeds) => {
    expect(deeds_of(at, user, now_ms)).toEqual(deeds)
  })

  it('lets nobody verify his own work, nor his department’s', () => {
    const owed = { department: 'um', seat: '', handlers: ['clerk'] } as unknown as Messages['Obligation']
    const handled = state({ stage: 'handled', obligations: [owed] })
    const who = (user: string, department: string) => ({ user, name: '', department, role: 'grid_worker', area: '2101' }) as const
    expect(may_verify(handled, who('walker', ''))).toBe(true)
    expect(may_verify(handled, who('clerk', ''))).toBe(false)
    expect(may_verify(handled, who('colleague', 'um'))).toBe(false)
    expect(may_verify(state({ stage: 'handling' }), who('walker', ''))).toBe(false)
  })
})

function item(part: Partial<Messages['InboxItem']>): Messages['InboxItem'] {
  const owed = { stage: 'dispatched', lead: 'um', helpers: [], desk: '', question: '' }
  return { ...owed, awaits: [], deadlines: [], overruns: [], verifier: '', ...part } as unknown as Messages['InboxItem']
}
const due = (clock: Messages['ClockName'], department: string) => ({ clock, department, due_at_ms: now_ms })

describe('how far a report is', () => {
  it.each([
    ['a desk has it', { lead: '', desk: '2101', deadlines: [due('desk', '')] }, '在2101指挥中心，11-26 12:00 前判定'],
    ['who has to report in, and until when', { deadlines: [due('report_in', 'um')] }, 'um 待报到，限 11-26 12:00 前'],
    [
      'the work, where that is due before the report-in',
      { deadlines: [due('report_in', 'um'), { ...due('handle', 'um'), due_at_ms: now_ms - 3_600_000 }] },
      '已交 um，11-26 11:00 前处置完',
    ],
    ['helpers, too', { helpers: ['ps'], deadlines: [due('report_in', 'um'), due('report_in', 'ps')] }, 'um、ps 待报到，限 11-26 12:00 前'],
    [
      'who of all called has reported in and who has not',
      { stage: 'handling', helpers: ['ps', 'fire'], deadlines: [due('handle', 'um'), due('handle', 'ps'), due('report_in', 'fire')] },
      'um、ps 已报到，11-26 12:00 前处置完；fire 待报到，限 11-26 12:00 前',
    ],
    [
      'a helper that was faster than the lead, and one that is late',
      { helpers: ['ps', 'fire'], deadlines: [due('report_in', 'um')], overruns: [due('report_in', 'fire')] },
      'ps 已报到，处置中；um 待报到，限 11-26 12:00 前；fire 待报到，应在 11-26 12:00 前，已超期',
    ],
    ['a limit that has passed', { overruns: [due('report_in', 'um')] }, 'um 待报到，应在 11-26 12:00 前，已超期'],
    ['the work', { stage: 'handling', deadlines: [due('handle', 'um')] }, 'um 已报到，11-26 12:00 前处置完'],
    ['a return', { awaits: ['return'] }, 'um 退单，指挥中心正在裁定'],
    ['a question', { question: '哪一侧？' }, 'um 在等您答复'],
    ['done', { stage: 'handled' }, 'um 已处置完，等待现场核实'],
    ['done, and it is for him to look', { stage: 'handled', verifier: 'walker' }, 'um 已处置完，等您到现场核实'],
  ])('names %s', (_what, part, words) => {
    const unbroken = words.replace(/11-/g, '11-\u2060')
    expect(open_words(item(part as Partial<Messages['InboxItem']>), 'walker')).toBe(unbroken)
  })

  it.each([
    ['until when it is shelved', { shelved_until_ms: now_ms }, '已挂账至 11-26 12:00，届时由 um 接着办'],
    [
      'that it was extended',
      { obligations: [{ department: 'um', stage: 'reported_in', extensions: 1 }] },
      'um 已报到，11-26 12:00 前处置完（已延期）',
    ],
    [
      'who is on site already',
      { obligations: [{ department: 'um', stage: 'on_site' }, { department: 'ps', stage: 'owed' }] },
      'um 已到场，11-26 12:00 前处置完；ps 待报到',
    ],
    [
      'who has not reported in, where no limit says it',
      { obligations: [{ department: 'um', stage: 'reported_in' }, { department: 'ps', stage: 'owed' }] },
      'um 已报到，11-26 12:00 前处置完；ps 待报到',
    ],
  ])('names what was read with the whole whistle: %s', async (_what, part, words) => {
    const whole = state({ stage: 'handling', obligations: [], shelved_until_ms: 0, ...(part as object) })
    await keep('view:w', { state: whole })
    await kept_view('w')
    const listed = { whistle_id: 'w', stage: 'handling', helpers: ['ps'].slice(0, whole.obligations.length - 1) } as const
    const open = item({ ...listed, version: 3, deadlines: [due('handle', 'um')] } as unknown as Partial<Messages['InboxItem']>)
    expect(open_words(open, 'walker')).toBe(words.replace(/11-/, '11-\u2060'))
    expect(open_words({ ...open, version: 4 }, 'walker'), 'nothing of a version that was not read').not.toMatch(/挂账|延期/)
  })

  it.each([
    [{ stage: 'closed', outcome: 'solved' }, '已办结：已解决'],
    [{ stage: 'closed', outcome: 'unsolved_recorded' }, '已办结：没能解决，已记录在案'],
    [{ stage: 'declined' }, '不予受理'],
    [{ stage: 'withdrawn' }, '您已撤回'],
    [{ stage: 'joined' }, '已并入另一件，随那件一起办'],
  ])('ends in words: %o', (part, words) => {
    expect(ended_words(part as EndedReport)).toBe(words)
  })
})

it('finds a report when every word stands somewhere', () => {
  const texts = ['公安井盖', '水源地社区', 'Fixed on the east side']
  expect(has_words('', texts)).toBe(true)
  expect(has_words('井盖 水源', texts)).toBe(true)
  expect(has_words('EAST', texts)).toBe(true)
  expect(has_words('井盖 西', texts)).toBe(false)
})

describe('a report of today', () => {
  it('is one of this day of the city, and none of a day or more ago', () => {
    expect(is_of_today({ raised_at_ms: server_now_ms() })).toBe(true)
    expect(is_of_today({ raised_at_ms: server_now_ms() - day_ms })).toBe(false)
  })
})
