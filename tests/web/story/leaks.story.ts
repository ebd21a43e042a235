// What somebody may not see is in no answer that he gets: not in lists, figures, files, the stream or what is similar, and not
// by the ids, cursors and keys of those who may.
import type { SseEvent } from '../../../web/src/api/sse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { today } from '../seat'
import { City } from '../city'
import { refusal } from '../permission_table'
import { type Answer, fresh_id, Script } from '../rest'
import { called, type Ground, ground_of, matter, own_whistle, place, type Speaker, speakers_in, tag } from '../speakers'

let city: City
let everybody: Speaker[] // who is enrolled
let at: Ground
let before = '' // the position of the journal before all of it
let outsider: Speaker // a clerk whom the whistle does not concern
let owner: Speaker
const own = new Map<Speaker, string>()

beforeAll(async () => {
  city = await City.start()
  const all = await speakers_in(city)
  const [clock] = await called(all, 'importer').script.listen('', (heard) => heard.length > 0)
  before = JSON.parse(clock?.data ?? '').position
  everybody = all.filter((each) => each.role)
  at = await ground_of(all)
  outsider = called(all, 'clerk who is not')
  owner = called(all, 'clerk who is called')
  for (const who of everybody) own.set(who, await own_whistle(who.script))
})
afterAll(() => city?.stop())

const sees = (who: Speaker) => refusal('see', who.role, who.relations) === null
// The other whistle is that clerk's report, and lies where the first one does; the same department is called to it.
const sees_other = (who: Speaker) => who === outsider || (sees(who) && !who.relations.includes('own_report'))
const sees_area = (who: Speaker) => who.relations.includes('own_area')
const survey = (by: string) => `from=20260101&to=20271231&by=${by}`
const version_now = async () => Number(((await owner.script.ask('GET', `/api/v1/whistles/${at.whistle}`)).body.state as { version: number }).version)

// Everything that is told of the whistle and of nothing else that one may see.
function traces_in(text: string): string[] {
  const marks = { id: at.whistle, text: at.marker, photo: at.photo, reporter: `"${at.reporter}"` }
  return Object.entries(marks).flatMap(([name, mark]) => (text.includes(mark) ? [name] : []))
}
async function told_to_each(path: (who: Speaker) => string, may: (who: Speaker) => boolean): Promise<void> {
  const wrong: string[] = []
  for (const who of everybody) {
    const answer = await who.script.ask('GET', path(who))
    const traces = traces_in(answer.text)
    if (may(who) && !answer.text.includes(at.whistle)) wrong.push(`${who.name} is not told: ${answer.status} ${answer.text.slice(0, 300)}`)
    if (!may(who) && traces.length > 0) wrong.push(`${who.name} is told ${traces.join(', ')}`)
  }
  expect(wrong).toEqual([])
}

describe('of a whistle that one may not see', () => {
  it('nothing is in the list behind a figure, nor in that of the four zeros', async () => {
    await told_to_each(() => `/api/v1/figures/list?${survey('matter')}&group=matter:10081&figure=returned`, sees)
    await told_to_each(() => `/api/v1/figures/list?${survey('none')}&figure=returned&counted=false`, sees)
    await told_to_each(() => `/api/v1/zero-board/list?${survey('none')}&tag=${tag}`, sees)
    await told_to_each(() => `/api/v1/figures/list/export?${survey('none')}&figure=returned&format=csv`, sees)
    await told_to_each(() => `/api/v1/zero-board/list/export?${survey('none')}&tag=${tag}&format=csv`, sees)
  })

  it('the figures, their files and the board of zeros count nothing', async () => {
    const wrong: string[] = []
    for (const who of everybody) {
      const seen = Number(sees(who)) + Number(sees_other(who))
      const table = await who.script.ask('GET', `/api/v1/figures?${survey('matter')}`)
      const words = table.body.words as { figure: string }[]
      const row = (table.body.rows as { group: string; shares: { of: number }[] }[]).find((each) => each.group === 'matter:10081')
      const counted = row?.shares[words.findIndex((each) => each.figure === 'returned')]?.of ?? 0
      const zeros = await who.script.ask('GET', `/api/v1/zero-board?${survey('none')}`)
      const tags = (zeros.body.words as { tag: string }[]).findIndex((each) => each.tag === tag)
      const cases = (zeros.body.rows as { counts: number[] }[])[0]?.counts[tags] ?? 0
      const file = await who.script.ask('GET', `/api/v1/figures/export?${survey('matter')}&format=csv`)
      const told = [counted, cases, Number(file.text.includes('matter:10081'))]
      const wanted = [seen, seen, Number(seen > 0)]
      if (String(told) !== String(wanted)) wrong.push(`${who.name}: ${String(told)} instead of ${String(wanted)}`)
    }
    expect(wrong).toEqual([])
  })

  it('no inbox that one may open has it', async () => {
    const own_code: Record<string, (who: Speaker) => string> = {
      clerk: (who) => `department=${who.department}`,
      desk_officer: (who) => `area=${who.area}`,
      supervisor: (who) => `area=${who.area}`,
      grid_worker: (who) => `area=${who.area}`,
      importer: (who) => `reporter=${who.script.user}`,
    }
    const has_it = (who: Speaker) => sees_area(who) || who === owner
    await told_to_each((who) => `/api/v1/inbox?${own_code[who.role]?.(who)}`, has_it)
    await told_to_each((who) => `/api/v1/inbox/export?format=csv&${own_code[who.role]?.(who)}`, has_it)
    await told_to_each((who) => `/api/v1/inbox?reporter=${who.script.user}`, (who) => who.script.user === at.reporter)
    // Paging on from somebody else's place opens nothing.
    const just_before = at.whistle.replace(/-[^-]*$/, '-000000000000') // of the same millisecond
    await told_to_each((who) => `/api/v1/inbox?reporter=${who.script.user}&after_whistle_id=${just_before}`, (who) => who.script.user === at.reporter)
  })

  it('what is similar to one that may be seen does not name it', async () => {
    await told_to_each(() => `/api/v1/whistles/${at.other}/similar`, (who) => sees(who) && sees_other(who))
    const blown = await outsider.script.blow({ kind: 'emergency', matter, area: at.area, place, source: 'page', text: 't' })
    expect([blown.status, JSON.stringify(blown.body.similar)]).toEqual([201, expect.stringContaining(at.other)])
    expect(traces_in(blown.text)).toEqual([])
  })

  it('who is to be visited is told to who may see all of that area', async () => {
    const wrong: string[] = []
    const this_month = `from=${today() - (today() % 100) + 1}&to=${today()}&by=none`
    for (const who of everybody) {
      const list = await who.script.ask('GET', `/api/v1/care/list?${this_month}`)
      const table = await who.script.ask('GET', `/api/v1/care?${this_month}`)
      const counted = (table.body.rows as { counts: number[] }[]).some((each) => each.counts.some((count) => count > 0))
      if (list.text.includes(at.resident) !== sees_area(who)) wrong.push(`${who.name}: ${list.text.slice(0, 200)}`)
      if (counted && list.body.count === 0) wrong.push(`${who.name} has a count and no list`)
    }
    expect(wrong).toEqual([])
  })

  it('the stream says nothing, neither of what was nor of what is', async () => {
    const wrong: string[] = []
    const there = (by: Script, id: string) => by.ask('POST', `/api/v1/whistles/${id}/presence`, { doing: 'writing' })
    // Whoever has heard twice that he is at his own whistle has heard all that was said in between.
    const heard_own = (heard: SseEvent[], mine: string) => heard.filter((each) => each.name === 'presence' && each.data.includes(mine)).length > 1
    const waiting = new Set(everybody)
    const listening = everybody.map(async (who) => {
      const mine = own.get(who) ?? ''
      const events = await who.script.listen(before, (heard) => heard_own(heard, mine))
      waiting.delete(who)
      const traces = traces_in(events.map((each) => each.data).join('\n'))
      const presence = events.some((each) => each.name === 'presence' && each.data.includes(at.whistle))
      if (!sees(who) && traces.length > 0) wrong.push(`${who.name} hears ${traces.join(', ')}`)
      if (sees(who) && !(traces.includes('text') && presence)) wrong.push(`${who.name} does not hear`)
    })
    while (waiting.size > 0) {
      await there(owner.script, at.whistle)
      for (const who of waiting) await there(who.script, own.get(who) ?? '')
    }
    await Promise.all(listening)
    expect(wrong).toEqual([])
  })
})

describe('of a report that has ended', () => {
  it('the list is its reporter’s alone', async () => {
    const mine = own.get(outsider) ?? ''
    const state = (await outsider.script.ask('GET', `/api/v1/whistles/${mine}`)).body.state as { version: number }
    expect((await outsider.script.command(mine, 'withdraw', state.version, { reason: 'r' })).status).toBe(200)
    const wrong: string[] = []
    for (const who of everybody) {
      const list = await who.script.ask('GET', '/api/v1/ended')
      if (list.status !== 200 || list.text.includes(mine) !== (who === outsider)) wrong.push(`${who.name}: ${list.text}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('a clerk whom it does not concern', () => {
  const refused = (told: Answer, code: string) => expect(`${told.status} ${String(told.body.code)}`).toBe(code)

  it('gets its photo under no other whistle, and no other photo store', async () => {
    const by = outsider.script
    refused(await by.ask('GET', `/api/v1/whistles/${at.whistle}/photos/${at.photo}`), '403 not_your_whistle')
    refused(await by.ask('GET', `/api/v1/whistles/${at.whistle}/photos/${at.photo}?width=160`), '403 not_your_whistle')
    refused(await by.ask('GET', `/api/v1/whistles/${at.other}/photos/${at.photo}`), '404 photo_not_here')
    const shown = await owner.script.ask('GET', `/api/v1/whistles/${at.whistle}/photos/${at.photo}?width=160`)
    // On a browser that both use, what one was shown is not kept for the other.
    expect([shown.status, shown.headers.get('vary'), shown.headers.get('cache-control')]).toEqual([200, 'Cookie', expect.stringContaining('private')])
  })

  it('learns and changes nothing by the keys and versions of who may', async () => {
    const version = await version_now()
    const key = fresh_id()
    const say = (by: Script, name: string, body: object, seen: number) =>
      by.ask('POST', `/api/v1/whistles/${at.whistle}/${name}`, body, { 'Idempotency-Key': key, 'If-Match': `"${seen}"` })
    expect((await say(owner.script, 'note', { text: '已到场' }, version)).status).toBe(200)
    // The same words under the same key are no repetition when somebody else says them.
    const stolen = await say(outsider.script, 'note', { text: '已到场' }, version)
    refused(stolen, '422 id_reused')
    expect(traces_in(stolen.text)).toEqual([])
    for (const seen of [0, 1, version, version + 1, 4_294_967_295]) {
      const told = await outsider.script.command(at.whistle, 'note', seen, { text: 'n' })
      refused(told, '403 not_your_whistle')
      expect(told.body.meanwhile ?? []).toEqual([])
    }
    refused(await outsider.script.blow({ kind: 'emergency', text: 't', source: 'page' }, at.whistle), '409 whistle_exists')
    expect(await version_now()).toBe(version + 1)
  })

  it('finds no way around by other methods, doubled parameters or headers that a proxy might believe', async () => {
    const by = outsider.script
    const path = `/api/v1/whistles/${at.whistle}`
    for (const method of ['HEAD', 'OPTIONS', 'PATCH', 'PUT', 'TRACE1']) {
      const told = await by.ask(method, path)
      expect([method, told.status]).toEqual([method, 405])
    }
    const doubled = [`department=${by.user.replace('clerk-', '')}&department=${at.lead}`, `reporter=${by.user}&area=${at.area}`, `department[]=${at.lead}`]
    for (const query of doubled) {
      const told = await by.ask('GET', `/api/v1/inbox?${query}`)
      expect([query, traces_in(told.text)]).toEqual([query, []])
    }
    const believed = { 'X-Original-URL': path, 'X-HTTP-Method-Override': 'GET', 'X-Forwarded-User': owner.script.user, Authorization: 'Basic YTpi', 'X-User': owner.script.user }
    refused(await by.ask('GET', path, undefined, believed), '403 not_your_whistle')
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version': '13' }
    expect((await by.ask('GET', path, undefined, upgrade).catch(() => null))?.status ?? 403).toBe(403)
  })
})
