import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Items from '../../../../web/src/field/outbox/items'
import { FakeServer } from './fake_server'

const part = 48 * 1024
let server: FakeServer

const walker = { role: 'grid_worker', department: '', area: '2101', opened_with: 'password', owes: 'nothing' } as const

// The app as after a start: new modules on the same disk.
async function start() {
  vi.resetModules()
  const { session } = await import('../../../../web/src/api/session')
  const box = await import('../../../../web/src/field/outbox/box')
  const sender = await import('../../../../web/src/field/outbox/sender')
  const drafts = await import('../../../../web/src/field/report/drafts')
  session.value = { ...walker, user: 'walker', name: '', csrf: 'secret', session: 's' }
  await box.load_box()
  return { session, box, sender, drafts }
}
type App = Awaited<ReturnType<typeof start>>

const bytes_of = (fill: number, size: number): ArrayBuffer => new Uint8Array(size).fill(fill).buffer

async function compose(app: App, photos: number[] = [], text = 'a text'): Promise<Items.OutboxItem> {
  const item = app.drafts.new_report('walker', '2101')
  if (item.command === 'blow') item.said.text = text
  await app.box.put_item(item)
  for (const [at, size] of photos.entries()) await app.drafts.add_photo(item.id, at + 1, bytes_of(at + 1, size))
  await app.box.put_item(app.drafts.put_in_queue(item))
  return item
}
const state_of = (app: App, id: string) => app.box.find_item(id)?.state

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  server = new FakeServer()
  vi.stubGlobal('fetch', server.fetch)
})

describe('outbox', () => {
  it('sends the photos first and then the report that names them, under the whistle id made at composing', async () => {
    const app = await start()
    const item = await compose(app, [part + 10, 5])
    await app.sender.flush()
    expect(state_of(app, item.id)).toBe('received')
    expect(server.asked.map((each) => each.split(' ')[0])).toEqual(['PUT', 'PUT', 'PUT', 'POST'])
    expect([...server.commands.keys()]).toEqual([item.whistle_id])
    const named = server.whistles.get(item.whistle_id)?.photos ?? []
    expect(named).toHaveLength(2)
    expect(named.every((hash) => server.photos.has(hash))).toBe(true)
  })

  it('is not received before the receipt, and asks again under the same id with the same bytes', async () => {
    const app = await start()
    const item = await compose(app)
    server.fate = () => 'answer lost'
    await app.sender.flush()
    expect(state_of(app, item.id)).toBe('queued')
    server.fate = () => 'arrives'
    await app.sender.flush({ now: true })
    expect(state_of(app, item.id)).toBe('received')
    expect(server.whistles.size).toBe(1)
  })

  it('may not be changed once it may have arrived', async () => {
    const app = await start()
    const item = await compose(app)
    expect(await app.drafts.take_back(item.id)).not.toBeNull()
    await app.box.put_item(app.drafts.put_in_queue(item))
    server.fate = () => 'answer lost'
    await app.sender.flush()
    expect(await app.drafts.take_back(item.id)).toBeNull()
  })

  it('is not called back by what was still being written when it left', async () => {
    const app = await start()
    const item = await compose(app)
    expect(await app.box.put_item(item)).toBe(false)
    expect(state_of(app, item.id)).toBe('queued')
    await app.sender.flush()
    expect(await app.box.put_item(item)).toBe(false)
    expect(state_of(app, item.id)).toBe('received')
  })

  it('stays in the queue when the phone finds its place after the button was pressed', async () => {
    const app = await start()
    const { identity } = await import('../../../../web/src/field/identity')
    const { use_report } = await import('../../../../web/src/field/report/compose')
    identity.value = { ...walker, user: 'walker', name: '' }
    const report = use_report('new')
    report.change({ text: 'a text' })
    const sent = report.send(0)
    report.take_fix({ longitude: 123.4, latitude: 41.8, accuracy_m: 8 })
    expect(await sent).toBe(true)
    report.take_fix({ longitude: 123.4, latitude: 41.8, accuracy_m: 5 })
    await app.sender.flush()
    expect(app.box.outbox.value.map((each) => each.state)).toEqual(['received'])
  })

  it('goes on with a photo where the server has it, after a kill in the middle', async () => {
    let app = await start()
    const item = await compose(app, [3 * part])
    let parts = 0
    server.fate = () => {
      parts += 1
      return parts > 2 ? 'request lost' : 'arrives'
    }
    await app.sender.flush()
    server.fate = () => 'arrives'
    server.asked = []
    app = await start()
    await app.sender.flush({ now: true })
    expect(state_of(app, item.id)).toBe('received')
    expect(server.asked.map((each) => each.split(' ')[0])).toEqual(['GET', 'PUT', 'POST'])
  })

  it('tells who logs out what is sent by itself later and what is not', async () => {
    const app = await start()
    expect(app.box.kept_by('walker')).toBeNull()
    await app.box.put_item(app.drafts.new_report('walker', '2101'))
    await app.box.put_item(app.drafts.new_report('mate', '2101'))
    expect(app.box.kept_by('walker')).toEqual({ waiting: 0, others: 1 })
    await compose(app)
    expect(app.box.kept_by('walker')).toEqual({ waiting: 1, others: 1 })
  })

  it('keeps a refused report with the reason, and sends it anew under another command id', async () => {
    const app = await start()
    const item = await compose(app)
    server.refuse = { code: 'forbidden_character', status: 422 }
    await app.sender.flush()
    const refused = app.box.find_item(item.id)
    expect(refused?.state).toBe('attention')
    expect(refused?.problem?.code).toBe('forbidden_character')
    server.refuse = null
    await app.drafts.try_again_on(item.id, 0)
    await app.sender.flush()
    expect(state_of(app, item.id)).toBe('received')
    expect([...server.commands.keys()]).not.toContain(item.command_id)
    expect([...server.whistles.keys()]).toEqual([item.whistle_id])
  })

  it('keeps what waits when the session has ended, and sends nothing of another user', async () => {
    const app = await start()
    const item = await compose(app)
    server.logged_in = false
    await app.sender.flush()
    expect(state_of(app, item.id)).toBe('queued')
    server.logged_in = true
    app.session.value = { ...walker, user: 'another', name: '', csrf: '', session: 't' }
    server.asked = []
    await app.sender.flush({ now: true })
    expect(server.asked).toEqual([])
  })

  it('says again what a server with another journal has lost, photos and all', async () => {
    const app = await start()
    const item = await compose(app, [100])
    await app.sender.flush()
    server.lose_everything()
    await app.sender.flush({ look_again: true })
    expect(state_of(app, item.id)).toBe('received')
    expect(app.box.find_item(item.id)?.receipt?.dataset).toBe('dataset-2')
    expect(server.whistles.get(item.whistle_id)?.photos.every((hash) => server.photos.has(hash))).toBe(true)
  })

  it('drops a received report after a day, and not before', async () => {
    const app = await start()
    const item = await compose(app)
    await app.sender.flush()
    await app.box.change_item(item.id, (now) => ({ ...now, received_at_ms: Date.now() - 23 * 3600_000 }))
    await app.sender.flush()
    expect(state_of(app, item.id)).toBe('received')
    await app.box.change_item(item.id, (now) => ({ ...now, received_at_ms: Date.now() - 25 * 3600_000 }))
    await app.sender.flush()
    expect(app.box.find_item(item.id)).toBeNull()
  })

  it('clears the phone for the next one only when everything is receipted', async () => {
    const app = await start()
    await compose(app)
    expect(await app.box.clear_device()).toBe(false)
    await app.sender.flush()
    expect(await app.box.clear_device()).toBe(true)
    expect(app.box.outbox.value).toEqual([])
  })

  it('loses nothing and doubles nothing on a network that loses every third request or answer, through restarts', async () => {
    let seed = 7
    const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    server.fate = () => (chance() < 0.3 ? (chance() < 0.5 ? 'request lost' : 'answer lost') : 'arrives')
    let app = await start()
    const items: Items.OutboxItem[] = []
    for (let i = 0; i < 12; i += 1) items.push(await compose(app, i % 3 === 0 ? [part + i, 10 + i] : [], `text ${i}`))
    for (let round = 0; round < 60 && app.box.outbox.value.some((each) => each.state !== 'received'); round += 1) {
      app = await start()
      await app.sender.flush({ now: true })
    }
    expect(items.map((each) => state_of(app, each.id))).toEqual(items.map(() => 'received'))
    expect([...server.whistles.keys()].sort()).toEqual(items.map((each) => each.whistle_id).sort())
    for (const [i, item] of items.entries())
      expect(server.whistles.get(item.whistle_id)?.photos).toHaveLength(i % 3 === 0 ? 2 : 0)
  })
})

describe('due_items', () => {
  it('keeps the order of each whistle and lets emergencies go first', async () => {
    const app = await start()
    const { new_item } = await import('../../../../web/src/field/outbox/items')
    const word = (id: string, whistle_id: string, made_at_ms: number) => ({
      ...new_item(
        { id, user: 'walker', whistle_id, seen_version: 1, about: '' },
        { command: 'note', said: { text: id } },
      ),
      state: 'queued' as const,
      made_at_ms,
    })
    const urgent = app.drafts.new_report('walker', '2101')
    if (urgent.command === 'blow') urgent.said.kind = 'emergency'
    const all = [
      word('b', 'one', 2),
      word('a', 'one', 1),
      word('c', 'two', 3),
      { ...urgent, state: 'queued' as const, made_at_ms: 9 },
    ]
    expect(app.sender.due_items(all, 'walker', 10).map((each) => each.id)).toEqual([urgent.id, 'a', 'c'])
  })
})
