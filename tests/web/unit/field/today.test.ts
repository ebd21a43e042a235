// The list of today's reports, and the number that leads to it.
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { createApp, nextTick } from 'vue'
import { afterEach, expect, it, vi } from 'vitest'
import { identity } from '../../../../web/src/field/identity'
import { city } from '../../../../web/src/field/city'
import OwnReports from '../../../../web/src/field/own/OwnReports.vue'
import { ended_reports } from '../../../../web/src/field/own/ended'
import { raised_today } from '../../../../web/src/field/own/numbers'
import { put_item } from '../../../../web/src/field/outbox/box'
import { address, page, page_of } from '../../../../web/src/field/pages'
import '../in_chinese'

const now_ms = Date.UTC(2026, 10, 26, 4)
const day_ms = 24 * 3600_000
afterEach(() => {
  vi.useRealTimers()
  globalThis.indexedDB = new IDBFactory() // what it kept is no other file's
})

it('lists exactly what the number of the day counts, and everything again without it', async () => {
  vi.useFakeTimers({ now: now_ms, toFake: ['Date'] })
  identity.value = { user: 'walker', name: '', role: 'grid_worker', department: '', area: '2101' }
  const report = (whistle_id: string, days_ago: number) => ({
    whistle_id,
    reporter: 'walker',
    raised_at_ms: now_ms - days_ago * day_ms,
    ended_at_ms: now_ms,
    stage: 'closed',
    area: '2101',
    text: whistle_id,
    reason: '',
    deadlines: [],
    overruns: [],
    helpers: [],
  })
  city.value.mine.value = [report('open-today', 0), report('open-before', 3)] as never
  city.value.mine.as_of_ms = now_ms
  ended_reports.value = [report('ended-today', 0), report('ended-before', 1)] as never
  const sent = { id: 'i', command: 'blow', user: 'walker', state: 'received', received_at_ms: now_ms + 1, made_at_ms: now_ms, said: { photos: [] } }
  await put_item({ ...sent, whistle_id: 'just-sent' } as never)
  page.value = page_of(address('mine', 'today'))
  const place = document.createElement('div')
  const app = createApp(OwnReports)
  app.mount(place)
  const listed = () =>
    [...place.querySelectorAll<HTMLElement>('[data-item], [data-whistle], [data-ended]')].map(
      ({ dataset }) => dataset.whistle ?? dataset.ended ?? dataset.item,
    )
  expect(listed()).toEqual(['i', 'open-today', 'ended-today'])
  expect(raised_today.value.size).toBe(3)
  page.value = page_of(address('mine'))
  await nextTick()
  expect(listed()).toEqual(['open-today', 'open-before', 'ended-today', 'ended-before'])
  app.unmount()
})
