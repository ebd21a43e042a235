// Every route of docs/openapi.yaml and every command, said by everybody: what docs/permissions.md does not grant is refused by
// its code and kept in the journal. Law: default deny, so a route or a command without a row here fails.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../api_file'
import { City, password, programs, until } from '../city'
import { commands, refusal } from '../permission_table'
import { type Answer, fresh_id, Script } from '../rest'
import { called, type Ground, ground_of, type Speaker, speakers_in } from '../speakers'

let city: City
let everybody: Speaker[]
let at: Ground
let uploaded = '' // by the reporter, not whole
let second = '' // another session of the reporter

beforeAll(async () => {
  city = await City.start()
  everybody = await speakers_in(city)
  at = await ground_of(everybody)
  const reporter = called(everybody, 'reporter').script
  uploaded = fresh_id()
  await reporter.ask('PUT', `/api/v1/uploads/${uploaded}?size=100&offset=0`, Buffer.alloc(10))
  second = String((await (await Script.enter(city.url, reporter.user)).ask('GET', '/api/v1/session')).body.session)
})
afterAll(() => city?.stop())

// "403 not_your_whistle", or the status of what is no problem.
const outcome = (told: Answer): string => [told.status, told.body.code].filter(Boolean).join(' ')

interface Row {
  of: string
  about?: string
  says: (by: Script, who: Speaker) => Promise<Answer>
  expected: (who: Speaker) => string
}

// --- what the table of permissions decides ---------------------------------------------------------

const body_of: Record<string, () => object> = {
  amend: () => ({ change: { text: '改过' } }),
  check: () => ({ finding: 'confirmed', text: 't' }),
  file: () => ({ area: at.area }),
  dispatch: () => ({ lead: at.lead }),
  redispatch: () => ({ lead: at.lead, reason: 'r' }),
  report_in: () => ({}),
  unreport: () => ({ reason: 'r' }),
  arrive: () => ({}),
  note: () => ({ text: 'n' }),
  return: () => ({ reason: 'r', evidence: 'e', proposed: '210102-health' }),
  rule: () => ({ department: at.lead, ruling: 'rejected', reason: 'r' }),
  release: () => ({ department: at.lead, reason: 'r' }),
  handle: () => ({ result: 'r' }),
  verify: () => ({ solved: true }),
  close: () => ({ outcome: 'solved', reason: 'r' }),
  decline: () => ({ reason: 'r' }),
  withdraw: () => ({ reason: 'r' }),
  request_extension: () => ({ more: { unit: 'work_day', amount_ms: 86_400_000 }, reason: 'r' }),
  decide_extension: () => ({ department: at.lead, decision: 'granted', reason: 'r' }),
  request_shelving: () => ({ until_ms: Date.now() + 86_400_000, reason: 'r' }),
  decide_shelving: () => ({ decision: 'granted', reason: 'r' }),
  urge: () => ({ text: 'u' }),
  supervise: () => ({ text: 's', due_at_ms: Date.now() + 3_600_000 }),
  reopen: () => ({ reason: 'r' }),
  appeal: () => ({ clock: 'handle', reason: 'r' }),
  decide_appeal: () => ({ department: at.lead, clock: 'handle', decision: 'granted', reason: 'r' }),
  return_visit: () => ({ contact: 'reached', opinion: { solved: 'yes', satisfied: 'yes' } }),
  rate: () => ({ opinion: { solved: 'yes', satisfied: 'yes' } }),
  join: () => ({ umbrella_id: at.other, reason: 'r' }),
  part: () => ({ reason: 'r' }),
}

const decided = (right: string, granted: string) => (who: Speaker) => {
  const code = refusal(right, who.role, who.relations)
  return code ? `403 ${code}` : granted
}
// Of a version that nobody has seen: who may hears so, nothing happens, and who may not does not even hear that.
const unseen_version = 999
const command_rows = (): Row[] =>
  commands
    .filter((each) => each !== 'blow')
    .map((name) => ({
      of: 'POST /api/v1/whistles/{id}/{command}',
      about: name,
      says: (by) => by.command(at.whistle, name.replace(/_/g, '-'), unseen_version, body_of[name]?.()),
      expected: decided(name, '412 version_conflict'),
    }))
const seen_by_path = (of: string, path: () => string): Row => ({
  of,
  says: (by) => by.ask('GET', path()),
  expected: decided('see', '200'),
})

// A pack is the whole city's: own_area is that of whoever watches over all of it.
const of_the_city = (right: string, granted: string) => (who: Speaker) =>
  refusal(right, who.role, who.area === '2101' ? ['own_area'] : []) ? '403 role_not_allowed' : granted

// --- inboxes, whose law docs/permissions.md tells in words -------------------------------------------

const holds = (who: Speaker, area: string) => who.area !== '' && area.startsWith(who.area)
const over_areas = (who: Speaker) => ['desk_officer', 'supervisor'].includes(who.role)
const inboxes: Record<string, [() => string, (who: Speaker) => boolean]> = {
  department: [() => at.lead, (who) => who.department === at.lead],
  desk: [() => '210102', (who) => over_areas(who) && holds(who, '210102')],
  reporter: [() => at.reporter, (who) => who.script.user === at.reporter],
  area: [() => at.area, (who) => holds(who, at.area) && refusal('see', who.role, ['own_area']) === null],
}
const inbox_rows = (path: string, as = ''): Row[] =>
  Object.entries(inboxes).map(([whose, [code, may]]) => ({
    of: `GET ${path}`,
    about: whose,
    says: (by) => by.ask('GET', `${path}?${whose}=${code()}${as}`),
    expected: (who) => (may(who) ? '200' : '403 role_not_allowed'),
  }))

// --- what is for everybody who is enrolled, or his own ------------------------------------------------

const for_everybody = (of: string, target: string, told = '200'): Row => ({
  of,
  says: (by) => by.ask(of.split(' ')[0] ?? '', target),
  expected: () => told,
})
const his_own = (of: string, says: Row['says'], told: string, otherwise: string): Row => ({
  of,
  says,
  expected: (who) => (who.script.user === at.reporter ? told : otherwise),
})
const own_rows = (): Row[] =>
  ['POST /api/v1/session/password', 'POST /api/v1/session/second-factor', 'PUT /api/v1/session/second-factor'].map((of) => ({
    of,
    says: (by) => by.ask(of.split(' ')[0] ?? '', of.split(' ')[1] ?? '', { chosen: 'battery staple', totp: '000000' }),
    expected: () => '403 demo_seat',
  }))
const survey = 'from=20260101&to=20261231&by=none'

async function first_event(by: Script): Promise<Answer> {
  if ((await by.ask('GET', '/api/v1/session')).status !== 200) return by.ask('GET', '/api/v1/stream')
  const [clock] = await by.listen('', (heard) => heard.length > 0)
  expect(clock?.name).toBe('clock')
  return { status: 200, headers: new Headers(), bytes: new Uint8Array(), text: '', body: {} }
}

const rows = (): Row[] => [
  for_everybody('GET /livez', '/livez'),
  for_everybody('GET /api/v1/demo-accounts', '/api/v1/demo-accounts'),
  { of: 'POST /api/v1/session', says: (by) => by.ask('POST', '/api/v1/session', {}), expected: () => '400 body_unreadable' },
  for_everybody('GET /api/v1/session', '/api/v1/session'),
  for_everybody('GET /api/v1/sessions', '/api/v1/sessions'),
  for_everybody('GET /api/v1/suggestions', '/api/v1/suggestions?text=垃圾'),
  for_everybody('GET /api/v1/forecast', '/api/v1/forecast?matter=matter:06010&area=210102001002&kind=emergency'),
  for_everybody('GET /api/v1/forecasts', '/api/v1/forecasts?area=210102001002'),
  for_everybody('GET /api/v1/pack', '/api/v1/pack'),
  for_everybody('GET /api/v1/map', '/api/v1/map'),
  for_everybody('GET /api/v1/figures', `/api/v1/figures?${survey}`),
  for_everybody('GET /api/v1/figures/list', `/api/v1/figures/list?${survey}&figure=returned`),
  for_everybody('GET /api/v1/figures/export', `/api/v1/figures/export?${survey}&format=csv`),
  for_everybody('GET /api/v1/figures/list/export', `/api/v1/figures/list/export?${survey}&figure=returned&format=csv`),
  for_everybody('GET /api/v1/flow', '/api/v1/flow?hours=24'),
  for_everybody('GET /api/v1/done', '/api/v1/done?department=um'),
  for_everybody('GET /api/v1/ended', '/api/v1/ended'),
  for_everybody('GET /api/v1/care', `/api/v1/care?${survey}`),
  for_everybody('GET /api/v1/care/list', `/api/v1/care/list?${survey}`),
  for_everybody('GET /api/v1/care/export', `/api/v1/care/export?${survey}&format=csv`),
  for_everybody('GET /api/v1/care/list/export', `/api/v1/care/list/export?${survey}&format=csv`),
  for_everybody('GET /api/v1/zero-board', `/api/v1/zero-board?${survey}`),
  for_everybody('GET /api/v1/zero-board/list', `/api/v1/zero-board/list?${survey}&tag=case`),
  for_everybody('GET /api/v1/zero-board/export', `/api/v1/zero-board/export?${survey}&format=csv`),
  for_everybody('GET /api/v1/zero-board/list/export', `/api/v1/zero-board/list/export?${survey}&tag=case&format=csv`),
  { of: 'GET /api/v1/stream', says: first_event, expected: () => '200' },
  {
    of: 'POST /api/v1/whistles',
    about: 'of an id that is taken',
    says: async (by) => by.blow({ kind: 'emergency', text: 't', source: 'page' }, at.whistle),
    expected: decided('blow', '409 whistle_exists'),
  },
  seen_by_path('GET /api/v1/whistles/{id}', () => `/api/v1/whistles/${at.whistle}`),
  seen_by_path('GET /api/v1/whistles/{id}/similar', () => `/api/v1/whistles/${at.whistle}/similar`),
  seen_by_path('GET /api/v1/whistles/{id}/history', () => `/api/v1/whistles/${at.whistle}/history`),
  seen_by_path('GET /api/v1/whistles/{id}/explain', () => `/api/v1/whistles/${at.whistle}/explain`),
  seen_by_path('GET /api/v1/whistles/{id}/photos/{photo}', () => `/api/v1/whistles/${at.whistle}/photos/${at.photo}`),
  {
    of: 'POST /api/v1/whistles/{id}/presence',
    says: (by) => by.ask('POST', `/api/v1/whistles/${at.whistle}/presence`, { doing: 'reading' }),
    expected: decided('see', '204'),
  },
  ...command_rows(),
  ...inbox_rows('/api/v1/inbox'),
  ...inbox_rows('/api/v1/inbox/export', '&format=csv'),
  { of: 'GET /api/v1/packs', says: (by) => by.ask('GET', '/api/v1/packs'), expected: of_the_city('packs', '200') },
  {
    of: 'GET /api/v1/packs',
    about: 'what one would change',
    says: (by) => by.ask('GET', '/api/v1/packs?changed_by=1'),
    expected: of_the_city('packs', '200'),
  },
  {
    of: 'POST /api/v1/packs',
    says: (by) => by.ask('POST', '/api/v1/packs', { pack: 'ab'.repeat(32), seen_version: 9, reason: 'r' }, { 'Idempotency-Key': fresh_id() }),
    expected: of_the_city('publish', '412 packs_changed'),
  },
  {
    of: 'POST /api/v1/packs/check',
    says: (by) => by.ask('POST', '/api/v1/packs/check', { pack: 'ab'.repeat(32) }),
    expected: of_the_city('publish', '404 pack_unknown'),
  },
  {
    of: 'GET /api/v1/packs',
    about: 'what one that was checked would change',
    says: (by) => by.ask('GET', `/api/v1/packs?changed_by_pack=${'ab'.repeat(32)}`),
    expected: of_the_city('packs', '404 pack_unknown'),
  },
  {
    of: 'PUT /api/v1/packs/parts/{sha256}',
    says: (by) => by.ask('PUT', `/api/v1/packs/parts/${'cd'.repeat(32)}?size=20&offset=0`, Buffer.alloc(10)),
    expected: of_the_city('publish', '200'),
  },
  {
    of: 'GET /api/v1/packs/{sha256}/files',
    says: (by) => by.ask('GET', `/api/v1/packs/${'ef'.repeat(32)}/files`),
    expected: of_the_city('packs', '404 pack_unknown'),
  },
  {
    of: 'PUT /api/v1/uploads/{id}',
    says: (by) => by.ask('PUT', `/api/v1/uploads/${fresh_id()}?size=100&offset=0`, Buffer.alloc(10)),
    expected: () => '200',
  },
  // Nobody here has an account of his own, and a seat of the demonstration leaves nothing behind.
  ...own_rows(),
  ...['reset', 'unlock', 'end-sessions', 'name'].map((act) => ({
    of: `POST /api/v1/accounts/${act}`,
    says: (by: Script) => by.ask('POST', `/api/v1/accounts/${act}`, { user: at.reporter }),
    expected: of_the_city('accounts', '403 demo_seat'),
  })),
  { of: 'GET /api/v1/accounts', says: (by) => by.ask('GET', '/api/v1/accounts'), expected: of_the_city('accounts', '403 demo_seat') },
  { of: 'GET /api/v1/walls', says: (by) => by.ask('GET', '/api/v1/walls'), expected: decided('walls', '403 demo_seat') },
  {
    of: 'POST /api/v1/walls',
    says: (by) => by.ask('POST', '/api/v1/walls', { name: 'w' }),
    expected: decided('walls', '403 demo_seat'),
  },
  {
    of: 'DELETE /api/v1/walls/{id}',
    says: (by) => by.ask('DELETE', '/api/v1/walls/none'),
    expected: decided('walls', '403 demo_seat'),
  },
  his_own('GET /api/v1/uploads/{id}', (by) => by.ask('GET', `/api/v1/uploads/${uploaded}`), '200', '404 upload_unknown'),
  his_own('DELETE /api/v1/sessions/{id}', (by) => by.ask('DELETE', `/api/v1/sessions/${second}`), '204', '404 route_unknown'),
  {
    of: 'DELETE /api/v1/session',
    says: async (by, who) => (who.role ? await Script.enter(city.url, by.user) : by).ask('DELETE', '/api/v1/session'),
    expected: () => '204',
  },
]

const is_open = (row: Row) => operations.find((each) => each.name === row.of)?.open
const expected = (row: Row, who: Speaker) => (who.role || is_open(row) ? row.expected(who) : '401 not_logged_in')

describe('the matrix of rights', () => {
  it('has a row for every route of the API and for every command of the table, and no others', () => {
    const written = rows()
    expect([...new Set(written.map((each) => each.of))].sort()).toEqual(operations.map((each) => each.name).sort())
    expect(Object.keys(body_of).sort()).toEqual(commands.filter((each) => each !== 'blow').sort())
    expect(commands.length).toBeGreaterThan(25)
  })

  it('is what the server does, to the code of each refusal', async () => {
    const wrong: string[] = []
    const tally = new Map<string, number>()
    const try_out = async (row: Row, who: Speaker) => {
      // Who asks with so many others at once may be told to ask again.
      const told = await until('the server has time', async () => {
        const answer = await row.says(who.script, who)
        return answer.status !== 503 && outcome(answer)
      })
      const wanted = expected(row, who)
      tally.set(wanted, (tally.get(wanted) ?? 0) + 1)
      const name = [row.of, row.about].filter(Boolean).join(' ')
      if (told !== wanted) wrong.push(`${name}, said by ${who.name}: ${told} instead of ${wanted}`)
    }
    // What is the reporter's own may be gone once he has asked: he asks last.
    const [owner, ...others] = everybody
    for (const row of rows()) {
      await Promise.all(others.map((who) => try_out(row, who)))
      if (owner) await try_out(row, owner)
    }
    expect(wrong).toEqual([])
    // Every sort of outcome is there, so that no column is one of a single colour.
    for (const each of ['200', '204', '401 not_logged_in', '403 role_not_allowed', '403 not_your_whistle', '403 department_not_called'])
      expect([each, (tally.get(each) ?? 0) > 10]).toEqual([each, true])
    expect(tally.get('412 version_conflict')).toBeGreaterThan(60)
    const state = await called(everybody, 'reporter').script.ask('GET', `/api/v1/whistles/${at.whistle}`)
    expect((state.body.state as { stage: string }).stage).toBe('dispatched')
  }, 300_000)

  it('keeps in the journal whatever was refused by it', () => {
    const words = ['journal', 'refusals', '--home', city.home, '--redis', `unix:${city.folder}/redis.sock`, '--json', '--user']
    const kept = (user: string) =>
      execFileSync(join(programs, 'gridwhistled'), [...words, user], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { asked: string; about?: string; whistle?: string; code: string })
    const curious = called(everybody, 'clerk who is not')
    const records = kept(curious.script.user)
    const denied = commands.filter((each) => each !== 'blow' && refusal(each, curious.role, curious.relations))
    expect(denied.length).toBeGreaterThan(25)
    for (const name of [...denied, 'show', 'similar', 'history']) {
      const [one] = records.filter((each) => each.asked === name)
      const code = refusal(denied.includes(name) ? name : 'see', curious.role, curious.relations)
      expect([name, one?.whistle, one?.code]).toEqual([name, at.whistle, code])
    }
    for (const whose of [`dept/${at.lead}`, 'desk/210102', `reporter/${at.reporter}`, `area/${at.area}`])
      expect(records.filter((each) => each.asked === 'inbox').map((each) => each.about)).toContain(whose)
    expect(records.map((each) => each.asked)).toEqual(expect.arrayContaining(['packs', 'publish']))
    const of_accounts = records.filter((each) => each.asked === 'accounts').map((each) => each.about)
    const acts = ['reset', 'unlock', 'end-sessions', 'name'].map((act) => `${act} ${at.reporter}`)
    expect(of_accounts).toEqual(expect.arrayContaining(['list', ...acts]))
    const of_walls = kept(at.reporter).filter((each) => each.asked === 'walls')
    expect(of_walls.map((each) => each.about)).toEqual(expect.arrayContaining(['list', 'leave', 'end']))
    // Of an owner nothing was refused but what is not his office's.
    const owner = called(everybody, 'clerk who is called')
    expect(kept(owner.script.user).filter((each) => each.code === 'department_not_called')).toEqual([])
  })

  it('lets no password open what was revoked', async () => {
    const again = await new Script(city.url, 'walker-2').ask('POST', '/api/v1/session', { user: 'walker-2', password })
    expect(outcome(again)).toBe('401 login_refused')
  })
})
