import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'

const day_ms = 24 * 3600_000
const page_size = 100

// A server that lists what has ended, the latest first, and shows each.
let ended: { whistle_id: string; version: number; ended_at_ms: number }[] = []
let asked: string[] = []
let down = false
function answer(url: URL): unknown {
  const [, , , what, id = '', more] = url.pathname.split('/')
  if (what === 'ended') {
    const before = url.searchParams.get('before_whistle_id')
    const from = before ? ended.findIndex((each) => each.whistle_id === before) + 1 : 0
    const items = ended.slice(from, from + page_size).map((each) => ({ ...each, stage: 'closed' }))
    return { items, more: from + page_size < ended.length, count: ended.length, as_of_ms: 0 }
  }
  const one = ended.find((each) => each.whistle_id === id)
  if (what === 'inbox') return { items: [], more: false }
  if (more === 'history') return { items: [{ entry: { version: one?.version, actor: 'clerk', at_ms: one?.ended_at_ms, closed: { reason: 'done' } } }], more: false }
  const report = { area: '2101', kind: 'routine', text: id, photos: [] }
  return { state: { ...one, stage: 'closed', outcome: 'solved', reporter: 'walker', report, obligations: [], raised_at_ms: 1 } }
}
const add = (number: number, at_ms: number, version = 3) => ended.unshift({ whistle_id: `w${number}`, version, ended_at_ms: at_ms })
const pages = () => asked.filter((each) => each.startsWith('/api/v1/ended')).length
const views = () => asked.filter((each) => /^\/api\/v1\/whistles\/[^/]+$/.test(each)).length

// The app as after a start: new modules on the same disk.
async function start() {
  vi.resetModules()
  const { session } = await import('../../../../web/src/api/session')
  const { set_server_time } = await import('../../../../web/src/base/server_clock')
  const { take_identity } = await import('../../../../web/src/field/identity')
  const city = await import('../../../../web/src/field/city')
  const own = await import('../../../../web/src/field/own/ended')
  const walker = { user: 'walker', name: '', role: 'grid_worker', department: '', area: '2101' } as const
  await take_identity({ ...walker, csrf: '', session: 's', opened_with: 'password', owes: 'nothing' })
  session.value = { ...walker, csrf: '', session: 's', opened_with: 'password', owes: 'nothing' }
  await city.enter_city()
  await city.city.value.mine.refresh()
  return { own, set_server_time }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  ended = []
  asked = []
  down = false
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    const url = new URL(input instanceof Request ? input.url : String(input), 'http://city')
    asked.push(url.pathname)
    if (down) throw new TypeError('no network')
    return Response.json(answer(url))
  })
})

it('asks for all of it once, then again after a day, when his page is opened, or when he says so; each read once', async () => {
  const now_ms = Date.now()
  for (let i = 0; i < 150; i += 1) add(i, now_ms - day_ms + i)
  const { own, set_server_time } = await start()
  await own.look_for_ended()
  expect([own.ended_reports.value.length, pages(), views()]).toEqual([150, 2, 150])
  add(1000, now_ms) // from another phone
  await own.look_for_ended()
  await own.look_for_ended(10 * 60_000) // his page, opened a moment later
  expect(pages()).toBe(2)
  await own.look_for_ended(0) // he says so
  expect([own.ended_reports.value[0]?.whistle_id, pages(), views()]).toEqual(['w1000', 4, 151])
  await own.look_for_ended(0)
  expect([pages(), views()], 'nothing new: one page, and none is read').toEqual([5, 151])
  set_server_time(now_ms + day_ms + 60_000)
  await own.look_for_ended()
  expect(pages()).toBe(6)
})

it('reads again what has gone on since, and looks again where the network went away', async () => {
  const now_ms = Date.now()
  add(1, now_ms - 5000)
  const first = await start()
  await first.own.look_for_ended()
  expect(first.own.ended_reports.value[0]?.version).toBe(3)
  ended = []
  add(1, now_ms - 1000, 9) // reopened, and closed again, on another phone
  const { own } = await start()
  down = true
  await own.look_for_ended(0)
  expect(own.looking_back.value).toBe(false)
  down = false
  await own.look_for_ended(0)
  expect(own.ended_reports.value.map((each) => [each.whistle_id, each.version])).toEqual([['w1', 9]])
})
