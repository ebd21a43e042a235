// A grid worker's shift: reports without a network, and what the phone said would happen happens; then verifies.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axe, launch, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import {
  choose_matter,
  log_in_field,
  phone_of,
  take_photos,
  wait_until_kept,
  type Walker,
  walkers_of,
} from '../field_page'
import { Seat } from '../seat'
import type { ReportDraft } from '../../../web/src/field/outbox/items'
import type { ForecastSlice } from '../../../web/src/field/report/forecast'
import { due_at } from '../../../web/src/field/report/work_time'

const warm_start_ms = 1000
const starts_max = 10
let city: City
let browser: Browser
let walker: Walker
let seen: Seen
let witness: Seat // the same walker, elsewhere: a user has eight sessions

// As it stands, light and dark: nothing that axe finds wrong, and a picture to look at.
async function looks_right(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await seen.page.emulateMedia({ colorScheme })
    expect(await axe(seen.page), `${name} ${colorScheme}`).toEqual([])
    await shoot(seen.page, `field-${name}-${colorScheme}`)
  }
  await seen.page.emulateMedia({ colorScheme: 'light' })
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch('optimised')
  walker = walkers_of(city)[0] as Walker
  witness = await Seat.take(city.url, walker.user)
  seen = await open(browser, `${city.url}/field`, phone_of(walker))
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

describe('a shift in the field', () => {
  let whistle = ''

  it('begins at the door', async () => {
    await seen.page.locator('.rows .row').first().waitFor()
    await looks_right('door')
    await log_in_field(seen.page, walker.user, password)
    await wait_until_kept(seen.page)
    await looks_right('home')
  })

  it('reports with two photos without a network, and the user is not told that it was sent', async () => {
    const { page, context } = seen
    await context.setOffline(true)
    await page.locator('.bar.offline').waitFor()
    await page.locator('.blow').click()
    await take_photos(page, 2, '现场')
    await choose_matter(page, '井盖')
    await page.locator('textarea').fill('人行道井盖破损')
    const forecast = page.locator('.forecast')
    await until('the forecast', () => forecast.getAttribute('data-lead'))
    await looks_right('report-offline')
    await page.locator('.chip.more').click()
    await looks_right('matters')
    // As people say it, and without a network.
    for (const [said, name] of [
      ['井盖坏了', '井盖'],
      ['红绿灯坏了', '交通信号灯'],
    ] as const) {
      await page.locator('dialog[open] input[type=search]').fill(said)
      expect(await page.locator('dialog[open] .row').first().innerText()).toContain(name)
    }
    await looks_right('matters-said')
    await page.locator('dialog[open] .sheet-head button').click()
    await page.locator('.where .pair button').first().click()
    await page.locator('svg.map path.under').waitFor()
    await looks_right('map')
    await page.locator('svg.map').press('ArrowLeft')
    await page.locator('svg.map').press('ArrowRight')
    await page.locator('dialog[open] .pair .primary').click()
    expect(await page.locator('.where').textContent()).toContain('已在地图上选点')
    expect(await page.locator('[data-area-by]').innerText()).toBe('按图钉')
    await page.locator('.where .pair button').nth(1).click()
    await looks_right('areas')
    await page.locator('dialog[open] .sheet-head button').click()
    await page.locator('[data-send]').click()
    const item = page.locator('[data-item]').first()
    await item.waitFor()
    whistle = (await item.getAttribute('data-item')) ?? ''
    expect(await item.getAttribute('data-state')).not.toBe('received')
    expect(await page.locator('[data-outbox]').textContent()).toContain('1')
    await looks_right('outbox-offline')
  })

  it('starts without a network within a second, and still has it', async () => {
    const { page } = seen
    // The best of some: what else the machine does at the moment is not the page's.
    let ready = Infinity
    for (let i = 0; i < starts_max && ready >= warm_start_ms; i += 1) {
      await page.reload()
      await page.locator(`[data-item="${whistle}"]`).waitFor()
      const at = await page.evaluate(() => performance.getEntriesByName('gridwhistle.ready')[0]?.startTime ?? Infinity)
      ready = Math.min(ready, at)
    }
    console.log(`/field without a network, warm: ready after ${Math.round(ready)} ms`)
    expect(ready).toBeLessThan(warm_start_ms)
  })

  it('sends when the network is back, and the lead is the one that was foretold', async () => {
    const { page, context } = seen
    const { row, office } = await foretold(whistle)
    await context.setOffline(false)
    await page.locator(`[data-item="${whistle}"][data-state=received]`).waitFor()
    const { state, deadlines } = await witness.show(whistle)
    expect(state?.obligations[0]?.department).toBe(row?.lead)
    const report_in = deadlines.find((each) => each.clock === 'report_in' && each.department === row?.lead)
    expect(report_in?.due_at_ms).toBe(due_at(row?.report_in, state?.raised_at_ms ?? 0, office))
    expect(state?.report?.photos).toHaveLength(2)
    expect(state?.report?.place?.accuracy_m).toBe(5) // of the pin
    await page.locator('.bar.live').waitFor()
    await looks_right('received')
  })

  it('is offered what is open next to it, and need not report it again', async () => {
    const { page } = seen
    await page.locator('.blow').click()
    await choose_matter(page, '井盖')
    await page.locator('.nearby').waitFor()
    expect(await page.locator('.nearby').textContent()).toContain('很可能是同一件')
    await until('the forecast', () => page.locator('.forecast').getAttribute('data-lead'))
    await looks_right('nearby')
    await page.locator('.nearby > button').click()
    await page.locator('dialog[open] .primary').click()
    await page.locator('.blow').waitFor()
    expect(await page.locator('[data-state=draft]').count()).toBe(0)
  })

  it('answers what the department asks', async () => {
    const { page } = seen
    const seat = await lead_of(whistle)
    await seat.give(whistle, 'report-in')
    await seat.give(whistle, 'note', { text: '井盖在路的哪一侧？', asks_reporter: true })
    await page.goto(`${city.url}/field/#/tasks`)
    await page.locator(`[data-whistle="${whistle}"]`).click()
    await page.locator('.hint').getByText('井盖在路的哪一侧？').waitFor()
    await page.locator('form textarea').fill('东侧人行道')
    await looks_right('question')
    await page.locator('form [data-send]').click()
    await page.locator('[data-just-said]', { hasText: '答复 · ' }).and(page.getByText('已收到')).waitFor()
    await until('the answer to arrive', async () => (await seat.show(whistle)).state?.obligations[0]?.question === '')
  })

  it('verifies what was handled, with a photo', async () => {
    const { page } = seen
    await (await lead_of(whistle)).give(whistle, 'handle', { result: '已更换井盖' })
    await page.goto(`${city.url}/field/#/tasks`)
    await page.locator(`[data-whistle="${whistle}"]`).waitFor()
    await looks_right('tasks')
    const { latitude } = walker.standing
    await seen.context.setGeolocation({ ...walker.standing, latitude: latitude + 0.1 })
    await page.locator(`[data-whistle="${whistle}"]`).click()
    await page.locator('.verify [data-away]', { hasText: '您离上报地点 11 公里' }).waitFor()
    await seen.context.setGeolocation(walker.standing)
    expect(await page.locator('[data-result]').textContent()).toContain('已更换井盖')
    await until('the photos before', () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLImageElement>('.photo img')].filter((each) => each.naturalWidth > 0)
            .length === 2,
      ),
    )
    await page.locator('.verify input[data-camera]').setInputFiles(await one_photo())
    await page.locator('.verify .taken img').waitFor()
    await page.locator('.verify .choice').first().click()
    await looks_right('verify')
    await page.getByText('已解决即结案').waitFor()
    await page.locator('.verify [data-send]').click()
    await page.locator('[data-said] [data-state=received]', { hasText: '核实' }).waitFor()
    await until('the whistle to be closed', async () => (await witness.show(whistle)).state?.stage === 'closed')
  })

  it('rates what has ended', async () => {
    const { page } = seen
    await page.goto(`${city.url}/field/#/mine`)
    await page.locator(`a[href="#/whistle/${whistle}"]`).click()
    await page.locator('[data-steps] .photo img').first().waitFor()
    await page.locator('.chip').first().click()
    for (const group of await page.locator('form fieldset').all()) await group.locator('.choice').first().click()
    await looks_right('rate')
    await page.locator('form [data-send]').click()
    await until('the rating', async () => (await witness.show(whistle)).state?.rating?.solved === 'yes')
  })

  it('has every other page in order, at 320 pixels and in large type', async () => {
    const { page } = seen
    await page.goto(`${city.url}/field/#/mine`)
    await page.locator('h1').waitFor()
    await looks_right('mine')
    await page.goto(`${city.url}/field/#/handover`)
    await looks_right('handover')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(() => document.documentElement.classList.add('large'))
    for (const name of ['home', 'report/new', 'tasks', 'mine', 'handover']) {
      await page.goto(`${city.url}/field/#/${name}`)
      await page.locator('main > *').first().waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide, name).toBeLessThanOrEqual(320)
      await looks_right(`320-${name.split('/')[0]}`)
    }
  })

  it('was quiet: no fault of the page, of its policy, and nothing asked of anybody else', () => {
    expect(seen.faults).toEqual([])
  })
})

// What the phone's own slice says of this item.
async function foretold(item: string) {
  const { said, slice } = await seen.page.evaluate(
    (id) =>
      new Promise<{ said: ReportDraft; slice: ForecastSlice }>((done) => {
        const opening = indexedDB.open('gridwhistle.field')
        opening.onsuccess = () => {
          const reading = opening.result.transaction(['items', 'cache'])
          const asked_item = reading.objectStore('items').get(id)
          const asked_cache = reading.objectStore('cache').getAll()
          reading.oncomplete = () => {
            opening.result.close()
            const kept = asked_cache.result.find((each: { key: string }) => each.key.startsWith('slice:'))
            done({ said: asked_item.result.said, slice: kept.value.value })
          }
        }
      }),
    item,
  )
  const row = slice.rows.find(
    (each) =>
      each.kind === said.kind && each.matter.kind === said.matter?.kind && each.matter.code === said.matter.code,
  )
  return { row, office: slice.office }
}

async function one_photo() {
  const buffer = await seen.page.screenshot({ type: 'jpeg' })
  return { name: 'after.jpg', mimeType: 'image/jpeg', buffer }
}

// A seat of the department that leads.
async function lead_of(id: string): Promise<Seat> {
  const { state } = await witness.show(id)
  const seat_of = state?.obligations[0]?.seat || state?.obligations[0]?.department
  const clerk = city.enrolled().find((each) => each.role === 'clerk' && each.department === seat_of)
  return Seat.take(city.url, clerk?.user ?? '')
}
