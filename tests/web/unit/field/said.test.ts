// What is said on a phone is said once, and what has ended awaits nobody.
import 'fake-indexeddb/auto'
import { createApp, h, ref } from 'vue'
import { expect, test } from 'vitest'
import type { Messages } from '../../../../web/src/api/client'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { enter_city } from '../../../../web/src/field/city'
import { identity } from '../../../../web/src/field/identity'
import { change_item, kept_by, outbox, put_item } from '../../../../web/src/field/outbox/box'
import { item_state } from '../../../../web/src/field/outbox/item_words'
import type { OutboxItem } from '../../../../web/src/field/outbox/items'
import { remember_matter } from '../../../../web/src/field/report/drafts'
import { use_chips } from '../../../../web/src/field/report/matters'
import { keep } from '../../../../web/src/field/store'
import { use_word } from '../../../../web/src/field/tasks/word'
import WhoHasIt from '../../../../web/src/field/tasks/WhoHasIt.vue'

identity.value = { user: 'walker', name: '', role: 'grid_worker', department: '', area: '2101' }

test('a second press takes nothing back from the queue', async () => {
  const spoken_of = { id: 'w', version: 3, about: '井盖' }
  const { send, busy } = use_word(() => spoken_of, { command: 'withdraw', said: { reason: '清走了' } }, () => true)
  const both = await Promise.all([send(), send()])
  expect(both).toEqual([true, false])
  const [item] = outbox.value
  await change_item(item?.id ?? '', (now) => ({ ...now, state: 'received' }))
  expect(await send()).toBe(false)
  expect(busy.value).toBe(true)
  expect(outbox.value.map((each) => each.state)).toEqual(['received'])
})

const owed = { department: 'um', part: 'lead', stage: 'owed' }
function who_of(ended_at_ms: number): string {
  const place = document.createElement('div')
  const state = { desk: '', obligations: [owed], ended_at_ms }
  const view = { state, deadlines: [], overruns: [] } as unknown as Messages['WhistleView']
  const app = createApp(() => h(WhoHasIt, { view }))
  app.mount(place)
  const text = place.textContent ?? ''
  app.unmount()
  return text
}

test('after its end a whistle awaits nobody’s report-in', () => {
  expect(who_of(0)).toContain('待报到')
  expect(who_of(5)).toContain('主办')
  expect(who_of(5)).not.toContain('待报到')
})

test('what somebody used lately stands before what is common around him, and does not take its place', async () => {
  const matter = (code: string) => ({ kind: 'component' as const, code })
  know_pack({
    areas: [],
    departments: [],
    sayings: [],
    matters: ['1', '2', '3', 'dropped'].map((code) => ({
      ...matter(code),
      name: code,
      class_name: '',
      aliases: [],
      admitted: code !== 'dropped',
    })),
  } as Partial<PackNames> as PackNames)
  const open = ['2', '2', '3'].map((code) => ({ matter: matter(code) })) as Messages['InboxItem'][]
  await keep('open:walker', { value: open, as_of_ms: 1 })
  await enter_city()
  await remember_matter('walker', matter('1'))
  await remember_matter('walker', matter('dropped')) // by a pack that came since
  const { chips, source, recall } = use_chips(ref(''), ref(null), (thrown) => {
    throw thrown
  })
  await recall()
  expect(chips.value.map((each) => each.code)).toEqual(['1', '2', '3'])
  expect(source.value).toBe('usual')
})

test('what waits says for what: a network, or whoever wrote it to log in', () => {
  const queued = { command: 'withdraw', state: 'queued', tries: 0, about: '井盖' } as OutboxItem
  expect(item_state(queued, 'offline', undefined)).toBe('已存本机，有网络后自动发送')
  expect(item_state(queued, 'out', undefined)).toBe('已存本机，登录后自动发送')
  expect(item_state(queued, 'online', undefined)).toBe('已存本机，等待发送')
})

test('what somebody else has left on the phone is nothing that one could send', async () => {
  const waiting = { id: 'of-another', command: 'withdraw', user: 'another', state: 'queued', whistle_id: 'w', said: {} }
  await put_item(waiting as never)
  expect(kept_by('walker')?.waiting ?? 0).toBe(0)
  await put_item({ ...waiting, id: 'of-walker', user: 'walker' } as never)
  expect(kept_by('walker')).toEqual({ waiting: 1, others: 0 })
})
