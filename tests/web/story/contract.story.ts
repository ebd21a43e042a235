// docs/openapi.yaml is the truth about the server: every route, parameter and answer that it lists is had once, and every answer
// is of the types that it says (tests/web/rest.ts throws where one is not, here and in every other story).
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical_bytes } from '../../../web/src/console/packs/canonical'
import { unzip } from '../../../web/src/console/packs/unzip'
import { has_happened, misfits, operations, parameter_fact, schema_named, status_fact } from '../api_file'
import { City, password } from '../city'
import { six_digits } from '../second_factor'
import { png } from '../pictures'
import { fresh_id, Script } from '../rest'
import { today } from '../seat'

const area = '210102001002'
const place = { longitude_e7: 1_233_846_000, latitude_e7: 417_036_000, accuracy_m: 10, crs: 'cgcs2000' }
const lead = '210102-public_security'
let city: City
let walker: Script
let clerk: Script
let chief: Script
let whistle = ''
let version = 0

const status_of = async (asked: Promise<{ status: number }>): Promise<number> => (await asked).status
const get = (by: Script, path: string, headers: Record<string, string> = {}) => by.ask('GET', `/api/v1/${path}`, undefined, headers)

beforeAll(async () => {
  city = await City.start()
  walker = await Script.enter(city.url, 'walker-1')
  clerk = await Script.enter(city.url, `clerk-${lead}`)
  chief = await Script.enter(city.url, 'supervisor-2101')
})
afterAll(() => city?.stop())

describe('the checker of types', () => {
  it('finds what is missing, unknown, of another type, or none of the words', () => {
    const problem = { type: '/problems/x', title: 't', title_zh: 't', status: 404, code: 'x', detail: '' }
    const wrong = (change: object) => misfits({ ...problem, ...change }, schema_named('problem')).length
    expect(wrong({})).toBe(0)
    expect(wrong({ version: 3, meanwhile: [] })).toBe(0)
    for (const change of [{ detail: undefined }, { status: '404' }, { status: 40.4 }, { secret: 1 }, { meanwhile: [{}] }, { meanwhile: {} }, { title: null }])
      expect([change, wrong(change) > 0]).toEqual([change, true])
    const presence = { whistle_id: fresh_id(), user: 'u', doing: 'reading', at_ms: 1, until_ms: 2 }
    expect(misfits(presence, schema_named('presence_event'))).toEqual([])
    expect(misfits({ ...presence, doing: 'sleeping' }, schema_named('presence_event'))).not.toEqual([])
    expect(misfits({ ...presence, whistle_id: 'x' }, schema_named('presence_event'))).not.toEqual([])
    const session = { user: 'u', name: '', role: 'r', department: '', area: '', csrf: 'c', session: 's', opened_with: 'wall', owes: 'nothing' }
    expect(misfits(session, schema_named('session'))).toEqual([])
    expect(misfits({ ...session, user: 1 }, schema_named('session'))).not.toEqual([])
    expect(misfits({ ...session, token: 't' }, schema_named('session'))).not.toEqual([])
  })
})

describe('what docs/openapi.yaml says is true', () => {
  it('of sessions', async () => {
    const stranger = new Script(city.url, 'stranger')
    const tries = (user: string, word: string) => status_of(stranger.ask('POST', '/api/v1/session', { user, password: word }))
    for (let i = 0; i < 5; i += 1) expect(await tries('walker-9', 'wrong')).toBe(401)
    expect(await tries('walker-9', password)).toBe(429)
    expect(await status_of(stranger.ask('POST', '/api/v1/session', {}))).toBe(400)
    for (const each of operations.filter((one) => !one.open)) {
      const path = each.path.replace('{command}', 'note').replace(/\{\w+\}/g, fresh_id)
      expect([each.name, await status_of(stranger.ask(each.method, path))]).toEqual([each.name, 401])
    }
    const other = await Script.enter(city.url, walker.user)
    const list = (await get(walker, 'sessions')).body.sessions as { id: string; this_one: boolean }[]
    expect(list.map((each) => each.this_one)).toEqual([true, false])
    for (const path of ['session?%zz', 'sessions?%zz']) expect(await status_of(get(walker, path))).toBe(400)
    const forged = { 'X-CSRF-Token': 'forged' }
    const end = (id: string, headers = {}) => status_of(walker.ask('DELETE', `/api/v1/sessions/${id}`, undefined, headers))
    expect([await end('none'), await end(list[1]?.id ?? '', forged), await end(list[1]?.id ?? '')]).toEqual([404, 403, 204])
    expect(await status_of(get(other, 'session'))).toBe(401)
    const leaver = await Script.enter(city.url, walker.user)
    const leave = (headers = {}) => status_of(leaver.ask('DELETE', '/api/v1/session', undefined, headers))
    expect([await leave(forged), await leave(), await leave()]).toEqual([403, 204, 401])
    expect(await status_of(get(walker, 'session'))).toBe(200)
    expect([await status_of(stranger.ask('GET', '/livez')), await status_of(get(stranger, 'demo-accounts'))]).toEqual([200, 200])
  })

  it('of accounts', async () => {
    const [user = '', word = ''] = city.gridwhistled('first-admin', '--pack', city.pack).split(' ')
    // At once: whoever logs in has the server look at who is enrolled.
    const admin = await Script.enter(city.url, user, word)
    const say = (by: Script, method: string, path: string, body?: object) => by.ask(method, `/api/v1/${path}`, body)
    const own = { chosen: 'a word of his own' }
    expect((await say(admin, 'GET', 'accounts')).body.code).toBe('password_owed')
    expect((await say(admin, 'POST', 'session/password', { chosen: 'short' })).body.code).toBe('password_unfit')
    expect(await status_of(say(admin, 'POST', 'session/password', own))).toBe(204)
    const factor = 'session/second-factor'
    expect((await say(admin, 'PUT', factor, { totp: '1' })).body.code).toBe('second_factor_not_offered')
    const offer = await say(admin, 'POST', factor)
    expect(await status_of(say(admin, 'PUT', factor, { totp: '1' }))).toBe(422)
    expect(await status_of(say(admin, 'PUT', factor, { totp: six_digits(String(offer.body.secret)) }))).toBe(204)
    expect([await status_of(say(admin, 'POST', factor)), await status_of(say(chief, 'POST', factor))]).toEqual([409, 403])
    const list = await say(admin, 'GET', 'accounts?find=clerk&after_user=clerk-210103')
    expect((list.body.accounts as unknown[]).length).toBe(100)
    const about = { user: 'walker-9' }
    for (const [act, status] of [['reset', 200], ['unlock', 204], ['end-sessions', 204]] as const) {
      expect([act, await status_of(say(admin, 'POST', `accounts/${act}`, about))]).toEqual([act, status])
      expect(await status_of(say(admin, 'POST', `accounts/${act}`, { user: 'nobody' }))).toBe(404)
    }
    const name = (what: object) => say(admin, 'POST', 'accounts/name', { ...about, ...what })
    expect([await status_of(name({ name: '王"伟' })), await status_of(name({ name: '王伟' }))]).toEqual([400, 204])
    expect((await say(admin, 'GET', 'accounts?find=王伟')).body.accounts).toMatchObject([{ ...about, name: '王伟' }])
    expect(await status_of(say(admin, 'POST', 'walls', { name: '' }))).toBe(400)
    const screen = await Script.enter(city.url, user, own.chosen, six_digits(String(offer.body.secret), 1))
    const left = await say(screen, 'POST', 'walls', { name: '东墙' })
    expect(left.status).toBe(201)
    screen.cookie = left.headers.getSetCookie().find((each) => each.includes('-wall='))?.split(';')[0] ?? ''
    expect((await say(screen, 'GET', 'session')).body.opened_with).toBe('wall')
    expect((await say(screen, 'GET', 'walls')).body.code).toBe('wall_reads_only')
    expect((await say(admin, 'GET', 'walls')).body.walls).toHaveLength(1)
    expect(await status_of(say(chief, 'GET', 'walls'))).toBe(403)
    expect(await status_of(say(admin, 'DELETE', 'walls/none'))).toBe(404)
    expect(await status_of(say(admin, 'DELETE', `walls/${String(left.body.id)}`))).toBe(204)
  })

  it('of photos', async () => {
    const id = fresh_id()
    const photo = png(400, 300)
    const part = (by: Script, query: string, bytes?: Uint8Array) => by.ask('PUT', `/api/v1/uploads/${id}?${query}`, bytes)
    expect((await part(walker, `size=${photo.length}&offset=0`, photo.subarray(0, 100))).body).toEqual({ received: 100, size: photo.length })
    const gap = await part(walker, `size=${photo.length}&offset=200`, photo.subarray(200))
    expect([gap.status, gap.body.received]).toEqual([409, 100])
    expect((await part(walker, `size=${photo.length + 1}&offset=100`)).body.code).toBe('upload_differs')
    expect(await status_of(part(walker, 'size=none&offset=0'))).toBe(400)
    expect((await get(walker, `uploads/${id}`)).body).toEqual({ received: 100, size: photo.length })
    expect((await get(clerk, `uploads/${id}`)).status).toBe(404)
    const kept = await part(walker, `size=${photo.length}&offset=100`, photo.subarray(100))
    expect(kept.status).toBe(201)
    expect((await get(walker, `uploads/${id}`)).body.photo).toBe(kept.body.photo)
    const report = { kind: 'routine', matter: { kind: 'matter', code: '10081' }, area, place, text: '一件', source: 'handheld' }
    const blown = await walker.blow({ ...report, photos: [kept.body.photo] })
    expect(blown.status).toBe(201)
    whistle = blown.whistle
    version = Number(blown.body.version)
    await walker.blow({ ...report, text: '同一件' })
    for (const rest of ['', '?width=160']) expect(await status_of(get(clerk, `whistles/${whistle}/photos/${String(kept.body.photo)}${rest}`))).toBe(200)
    expect(await status_of(walker.blow({ ...report, photos: ['ab'.repeat(32)] }))).toBe(409)
  })

  it('of one whistle', async () => {
    expect((await get(clerk, `whistles/${whistle}/similar`)).body.items).toHaveLength(1)
    const path = (name: string) => `/api/v1/whistles/${whistle}/${name}`
    const said = [
      await clerk.command(whistle, 'report-in', version),
      await clerk.command(whistle, 'arrive', version),
      await clerk.command(whistle, 'handle', 99, { result: 'r' }),
      await clerk.ask('POST', path('arrive'), {}, { 'Idempotency-Key': fresh_id() }),
      await walker.command(whistle, 'verify', version + 1, { solved: true }),
      await clerk.ask('POST', path('presence'), { doing: 'writing' }),
      await clerk.ask('POST', path('presence'), { doing: 'sleeping' }),
    ]
    expect(said.map((each) => each.status)).toEqual([200, 412, 412, 428, 409, 204, 400])
    expect(said[1]?.body.meanwhile).toHaveLength(1)
    for (const name of ['', '/history', '/history?after_version=1', '/explain', '/explain?lang=en'])
      expect([name, await status_of(get(clerk, `whistles/${whistle}${name}`))]).toEqual([name, 200])
  })

  it('of lists and of what a report would become', async () => {
    const whose = ['reporter=walker-1', `reporter=walker-1&after_whistle_id=${whistle}`, `area=${area}`]
    for (const each of whose) expect([each, await status_of(get(walker, `inbox?${each}`))]).toEqual([each, 200])
    expect(await status_of(get(clerk, `inbox?department=${lead}`))).toBe(200)
    expect(await status_of(get(chief, 'inbox?desk=210102'))).toBe(200)
    expect(await status_of(get(walker, 'suggestions?text=垃圾没人收'))).toBe(200)
    const point = `longitude_e7=${place.longitude_e7}&latitude_e7=${place.latitude_e7}&accuracy_m=10&crs=cgcs2000`
    for (const each of [`matter=matter:06010&area=${area}&kind=routine&condition=0&lang=en`, `matter=matter:06010&kind=emergency&${point}`, 'matter=matter:99999'])
      expect([each, await status_of(get(walker, `forecast?${each}`))]).toEqual([each, 200])
    expect(await status_of(get(walker, `forecasts?area=${area}`))).toBe(200)
    for (const name of ['pack', 'map']) {
      const first = await get(walker, name)
      expect([name, first.status]).toEqual([name, 200])
      expect((await get(walker, name, { 'If-None-Match': first.headers.get('etag') ?? '' })).status).toBe(304)
    }
  })

  it('of figures and boards', async () => {
    const days = `from=${today() - (today() % 100) + 1}&to=${today()}`
    for (const name of ['figures', 'care', 'zero-board'])
      expect(await status_of(get(chief, `${name}?${days}&by=community&after_group=2101`))).toBe(200)
    const only = `area=210102&department=${lead}&matter=matter:06010`
    expect(await status_of(get(chief, `figures?${days}&by=kind&${only}&day_by_day=true`))).toBe(200)
    expect(await status_of(get(chief, `figures/list?${days}&by=none&figure=honest&${only}`))).toBe(200)
    expect(await status_of(get(chief, `figures/export?${days}&by=none&format=csv&${only}`))).toBe(200)
    expect(await status_of(get(chief, 'flow?area=210102&hours=24'))).toBe(200)
    expect(await status_of(get(clerk, `done?department=${lead}`))).toBe(200)
    expect(await status_of(get(walker, 'ended'))).toBe(200)
    expect(await status_of(get(walker, `ended?before_ms=1&before_whistle_id=${whistle}`))).toBe(200)
    expect(await status_of(get(walker, 'ended?before_ms=1'))).toBe(404)
    expect(await status_of(get(clerk, `done?department=${lead}&before_ms=1&before_whistle_id=${whistle}`))).toBe(200)
    const lists = ['figures/list?figure=returned&counted=false', 'care/list?state=open', 'zero-board/list?tag=case']
    for (const each of lists) {
      const told = await get(chief, `${each}&${days}&by=grid&group=${area}&skip=0`)
      expect([each, told.status, Number(told.body.count) > 0]).toEqual([each, 200, true])
    }
    for (const format of ['csv', 'xlsx']) {
      for (const each of ['lang=zh&area=2101&late=true&awaits=false&holder=desk/210102', 'lang=en&desk=210102'])
        expect([each, await status_of(get(chief, `inbox/export?${each}&format=${format}`))]).toEqual([each, 200])
      for (const [by, each] of [[walker, 'reporter=walker-1'], [clerk, `department=${lead}`]] as const)
        expect([each, await status_of(get(by, `inbox/export?${each}&format=${format}`))]).toEqual([each, 200])
      const files = [
        `figures/export?lang=en&by=kind`,
        `figures/list/export?lang=zh&by=grid&group=${area}&figure=returned&part=of&${only}`,
        `care/export?lang=zh&by=grid&within=${area}`,
        `care/list/export?lang=en&by=grid&group=${area}&state=open`,
        `zero-board/export?lang=zh&by=grid&within=${area}`,
        `zero-board/list/export?lang=en&by=grid&group=${area}&tag=case`,
      ]
      for (const each of files)
        expect([each, await status_of(get(chief, `${each}&${days}&format=${format}`))]).toEqual([each, 200])
    }
  })

  it('of the stream, event by event', async () => {
    const [clock] = await clerk.listen('', (heard) => heard.length > 0)
    const before = JSON.parse(clock?.data ?? '').position
    expect(await status_of(clerk.command(whistle, 'arrive', version + 1))).toBe(200)
    const listening = clerk.listen(before, (heard) => heard.some((each) => each.name === 'presence'))
    let heard = false
    const done = listening.finally(() => {
      heard = true
    })
    while (!heard) await clerk.ask('POST', `/api/v1/whistles/${whistle}/presence`, { doing: 'writing' })
    expect((await done).map((each) => each.name)).toEqual(expect.arrayContaining(['clock', 'entries', 'presence']))
  })

  it('of packs', async () => {
    const files = new Map(readdirSync(city.pack).map((name) => [name, new Uint8Array(readFileSync(join(city.pack, name)))]))
    const send = async (more_duties: string) => {
      const duties = Buffer.concat([files.get('duties.csv') ?? new Uint8Array(), Buffer.from(more_duties)])
      const whole = canonical_bytes(new Map([...files, ['duties.csv', new Uint8Array(duties)]]))
      const pack = createHash('sha256').update(whole).digest('hex')
      const part_bytes = 48 * 1024
      for (let offset = 0; offset < whole.length; offset += part_bytes) {
        const path = `/api/v1/packs/parts/${pack}?size=${whole.length}&offset=${offset}`
        expect(await status_of(chief.ask('PUT', path, whole.subarray(offset, offset + part_bytes)))).toBe(200)
      }
      return pack
    }
    const publish = async (more_duties: string, seen_version: number) => {
      const said = { pack: await send(more_duties), seen_version, reason: '一试' }
      return chief.ask('POST', '/api/v1/packs', said, { 'Idempotency-Key': fresh_id() })
    }
    const check = async (more_duties: string) => chief.ask('POST', '/api/v1/packs/check', { pack: await send(more_duties) })
    const tie = 'matter:06005,*,*,*,urban_management@district,,,甲\nmatter:06005,*,*,*,housing@city,,,乙\n'
    const refused = await publish(tie, 1)
    expect([refused.status, Object.keys(refused.body)]).toEqual([422, ['not_covered']])
    const other = 'matter:10081,210102001002,*,*,urban_management@district,,,试\n'
    const proved = async (duties: string) => (await check(duties)).body.checked as { covered: boolean; pack: string }
    expect((await proved(tie)).covered).toBe(false)
    const { covered, pack } = await proved(other)
    expect(covered).toBe(true)
    // Who checks another pack meanwhile takes nobody's away.
    expect((await proved(other.replace('试', '又试'))).covered).toBe(true)
    expect((await proved(tie)).covered).toBe(false)
    expect((await get(chief, `packs?changed_by_pack=${pack}`)).body.changes).toHaveLength(2)
    const told = chief.listen('', (heard) => heard.some((each) => each.name === 'published'))
    const done = await publish(other, 1)
    expect([done.status, 'published' in done.body]).toEqual([201, true])
    await told
    expect((await get(chief, 'packs?after_version=0')).body.versions).toHaveLength(2)
    const archive = await chief.ask('GET', `/api/v1/packs/${pack}/files`)
    expect(archive.headers.get('content-disposition')).toContain(`pack-v2-${pack.slice(0, 12)}.zip`)
    const kept = await unzip(archive.bytes.slice().buffer, () => true, 1 << 25)
    expect(createHash('sha256').update(canonical_bytes(kept)).digest('hex')).toBe(pack)
    expect(await status_of(chief.ask('GET', '/api/v1/packs/xyz/files'))).toBe(400)
    const changed = await get(chief, `packs?changed_by=2&after_whistle_id=${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`)
    expect(changed.body.changes).toHaveLength(2)
  }, 300_000)

  it('of a server that is no demonstration', async () => {
    await city.stop_server()
    city.end_demonstration()
    await city.start_server()
    expect((await new Script(city.url, 'stranger').ask('GET', '/api/v1/demo-accounts')).status).toBe(404)
  })

  it('and nothing in it was left untried', () => {
    const facts = operations.flatMap((each) => [
      ...Object.keys(each.responses).map((status) => status_fact(each, status)),
      ...each.parameters.map((one) => parameter_fact(each, one)),
    ])
    expect(facts.length).toBeGreaterThan(150)
    expect(facts.filter((each) => !has_happened(each))).toEqual([])
  })
})
