// The phone is killed at random points of composing and sending, on a line that loses every third request or its answer,
// with a clock that is two hours wrong. No report is lost, none is doubled, each has its own photos, and nobody reads
// "received" before the server has it. GRIDWHISTLE_KILLS=30 for the long form, GW_SEED for the same draws again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cookie, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { City, password, until } from '../city'
import { log_in_field, wait_until_kept, type Walker, walkers_of } from '../field_page'
import { type Phone, start_phone } from '../killable_phone'
import { LossyLine } from '../lossy_line'
import { Seat } from '../seat'

const kills = Number(process.env.GRIDWHISTLE_KILLS ?? 5)
const seed = Number(process.env.GW_SEED ?? Date.now() % 1_000_000)
const wrong_by_ms = 2 * 3600_000
let state = seed
// As everywhere: the same seed, the same draws.
function chance(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

interface Composed {
  text: string
  photos: number[] // each a colour of its own
  kept: boolean // the page said that the draft is on the phone
  promised: boolean // the page said that it waits to be sent
}
interface ShownItem {
  id: string
  state: string
}

let city: City
let line: LossyLine
let walker: Walker
let profile = ''
let full_profile = '' // of a phone without room
let phone: Phone
let seat: Seat // one for all: a user has eight sessions, and the phone's is the oldest
const composed: Composed[] = []
let cookies: Cookie[] = []
let colours = 0

const red_of = (colour: number): number => 20 + (colour % 14) * 16
const green_of = (colour: number): number => 20 + Math.floor(colour / 14) * 16

// The middle tells which photo it is; the noise around it makes it larger than a part.
async function coloured(page: Page, colour: number) {
  const encoded = await page.evaluate(
    ([red, green]) => {
      const canvas = document.createElement('canvas')
      canvas.width = 1600
      canvas.height = 1200
      const pen = canvas.getContext('2d')
      if (!pen) return ''
      for (let i = 0; i < 5000; i += 1) {
        pen.fillStyle = `hsl(${Math.random() * 360} 70% 50%)`
        pen.fillRect(Math.random() * 1600, Math.random() * 1200, 30, 20)
      }
      pen.fillStyle = `rgb(${red},${green},128)`
      pen.fillRect(400, 300, 800, 600)
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? ''
    },
    [red_of(colour), green_of(colour)] as const,
  )
  return { name: `${colour}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(encoded, 'base64') }
}

async function colour_of(page: Page, whistle: string, hash: string): Promise<number> {
  const [red = 0, green = 0] = await page.evaluate(async (url) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob())
    // Not one of the document: the page that stays is a picture, and has none.
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    pen?.drawImage(bitmap, 0, 0)
    return [...(pen?.getImageData(bitmap.width / 2, bitmap.height / 2, 1, 1).data ?? [])]
  }, `${city.url}/api/v1/whistles/${whistle}/photos/${hash}?width=320`)
  return Math.round((red - 20) / 16) + 14 * Math.round((green - 20) / 16)
}

async function open_app(page: Page): Promise<void> {
  await page.goto(`${line.url}/field/`)
  await page.locator('.bar').waitFor()
}

async function shown_items(page: Page): Promise<ShownItem[]> {
  return page
    .locator('[data-item]')
    .evaluateAll((all) =>
      all.map((each) => ({ id: each.getAttribute('data-item') ?? '', state: each.getAttribute('data-state') ?? '' })),
    )
}

// Nobody reads "received" of what the server does not have.
async function received_is_true(page: Page): Promise<void> {
  for (const item of await shown_items(page)) if (item.state === 'received') await seat.show(item.id)
}

async function compose(page: Page, what: Composed): Promise<void> {
  await page.locator('.blow').click()
  await page.locator('textarea').fill(what.text)
  await page.getByText('草稿已存本机').waitFor()
  what.kept = true
  for (const [at, colour] of what.photos.entries()) {
    await page.locator('input[data-camera]').setInputFiles(await coloured(page, colour))
    await page.locator('.photo img').nth(at).waitFor()
  }
  await page.locator('[data-send]').click()
  await page.locator('[data-item]').first().waitFor()
  what.promised = true
}

// A browser writes its cookies to the disk every half minute; here nobody lives so long.
async function start_again(clock_wrong_by_ms: number): Promise<void> {
  phone = await start_phone(profile, walker, clock_wrong_by_ms)
  await phone.context.addCookies(cookies)
}

async function kill_somewhere(round: number): Promise<void> {
  await start_again(round % 2 === 0 ? wrong_by_ms : -wrong_by_ms)
  const { page } = phone
  await open_app(page)
  await received_is_true(page)
  const what: Composed = { text: `第 ${round} 次`, photos: [], kept: false, promised: false }
  for (let i = Math.floor(chance() * 3); i > 0; i -= 1) what.photos.push((colours += 1))
  composed.push(what)
  // Half of them while composing, half while sending.
  const until_sent = chance() < 0.5
  const working = compose(page, what).catch((thrown: unknown) => {
    if (!/closed|crash|Target|disconnected/i.test(String(thrown))) throw thrown
  })
  if (until_sent) await working
  await new Promise((go_on) => setTimeout(go_on, chance() * 1800)) // the random point
  await phone.kill()
  await working
}

beforeAll(async () => {
  console.log(`field torture: ${kills} kills, seed ${seed}`)
  city = await City.start()
  walker = walkers_of(city)[0] as Walker
  seat = await Seat.take(city.url, walker.user)
  line = new LossyLine(new URL(city.url), 0.3, 250, chance)
  await line.open()
  profile = mkdtempSync(join(tmpdir(), 'gridwhistle-phone-'))
  phone = await start_phone(profile, walker, 0)
})
afterAll(async () => {
  await phone?.kill()
  line?.close()
  await city?.stop()
  for (const folder of [profile, full_profile]) if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('a phone in a bad place', () => {
  it('has its user once logged in', async () => {
    const { page } = phone
    await page.goto(`${line.url}/field/`)
    const inside = page.locator('.blow')
    await until('the door to open', async () => {
      if (await inside.isVisible()) return true
      await log_in_field(page, walker.user, password, 10_000).catch(() => undefined) // the line may have lost it
      return inside.isVisible()
    }, 240_000)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    cookies = await phone.context.cookies()
    await phone.kill()
  })

  it(
    `survives ${kills} kills`,
    async () => {
      for (let round = 1; round <= kills; round += 1) await kill_somewhere(round)
      await start_again(wrong_by_ms)
      const { page } = phone
      await open_app(page)
      // And one that nobody disturbs, so that there is one with photos whatever was drawn.
      const last: Composed = { text: '最后一次', photos: [(colours += 1), (colours += 1)], kept: false, promised: false }
      composed.push(last)
      await compose(page, last)
      await until(
        'all that waits to be received',
        async () => (await page.locator('[data-outbox]').textContent())?.trim().endsWith(' 0'),
        240_000,
      )
      await received_is_true(page)
      console.log(`requests and answers lost on the line: ${line.lost}`)
    },
    kills * 40_000 + 300_000,
  )

  it('lost nothing, doubled nothing, and gave each report its own photos', async () => {
    const { page } = phone
    const items = await shown_items(page)
    const found = new Map<string, string[]>()
    for (const { id, state: of } of items) {
      if (of !== 'received') continue
      const text = (await seat.show(id)).state?.report?.text ?? ''
      found.set(text, [...(found.get(text) ?? []), id])
    }
    const on_server = (await seat.inbox(`reporter=${walker.user}`)).map((each) => each.whistle_id)
    expect([...on_server].sort(), JSON.stringify(items)).toEqual([...found.values()].flat().sort())
    const drafts = await page.locator('[data-state=draft] .item-title').allTextContents()
    await page.goto(`${city.url}/icon.svg`) // a page that stays; the session is the same for every port
    for (const each of composed) {
      const ids = found.get(each.text) ?? []
      if (each.promised) expect(ids, each.text).toHaveLength(1)
      else expect(ids.length, each.text).toBeLessThanOrEqual(1)
      if (each.kept) expect(ids.length + drafts.filter((title) => title === each.text).length, each.text).toBe(1)
      for (const id of ids) await has_its_own(page, id, each)
    }
  })

  it('says clearly that the phone is full, and loses nothing of what it had', async () => {
    await phone.kill()
    full_profile = mkdtempSync(join(tmpdir(), 'gridwhistle-full-'))
    phone = await start_phone(full_profile, walker, 0)
    await phone.page.goto(`${city.url}/field/`)
    await log_in_field(phone.page, walker.user, password)
    await wait_until_kept(phone.page)
    await phone.kill()
    phone = await start_phone(full_profile, walker, 0)
    await leave_room(phone, room_bytes)
    await phone.page.goto(`${city.url}/field/`)
    await phone.page.locator('.blow').click()
    await phone.page.locator('textarea').fill('存储将满')
    await phone.page.getByText('草稿已存本机').waitFor()
    const said = phone.page.locator('.photos ~ .problem-note')
    let kept = 0
    for (; !(await said.isVisible()); kept = await phone.page.locator('.photo img').count()) {
      expect(kept).toBeLessThan(9)
      await phone.page.locator('input[data-camera]').setInputFiles(await coloured(phone.page, (colours += 1)))
      await phone.page
        .locator(`.photo:nth-child(${kept + 1}) img, .photos ~ .problem-note`)
        .first()
        .waitFor()
    }
    expect(await said.textContent()).toContain('存储空间不足')
    // Somebody has made room.
    const draft = new URL(phone.page.url()).hash
    await phone.kill()
    phone = await start_phone(full_profile, walker, 0)
    await phone.page.goto(`${city.url}/field/${draft}`)
    await until('the photos that were kept', async () => (await phone.page.locator('.photo img').count()) === kept)
    expect(await phone.page.locator('textarea').inputValue()).toBe('存储将满')
    await phone.page.locator('input[data-camera]').setInputFiles(await coloured(phone.page, colours))
    await phone.page.locator('.photo img').nth(kept).waitFor()
  })
})

const room_bytes = 1_500_000 // for some photos

// Before the page first writes: the browser looks at its quota seldom.
async function leave_room({ context, page }: Phone, bytes: number): Promise<void> {
  await page.goto(`${city.url}/icon.svg`)
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  const debug = await context.newCDPSession(page)
  await debug.send('Storage.overrideQuotaForOrigin', { origin: city.url, quotaSize: used + bytes })
}

async function has_its_own(page: Page, id: string, what: Composed): Promise<void> {
  const { state: told } = await seat.show(id)
  const hashes = told?.report?.photos ?? []
  const colours_found = await Promise.all(hashes.map((hash) => colour_of(page, id, hash)))
  if (what.promised) expect(colours_found, what.text).toEqual(what.photos)
  else expect(what.photos.slice(0, hashes.length), what.text).toEqual(colours_found)
  // The phone's clock is evidence; the server's is the one that counts.
  const apart_ms = Math.abs((told?.report?.observed_at_ms ?? 0) - (told?.raised_at_ms ?? 0))
  expect(apart_ms).toBeGreaterThan(wrong_by_ms - 15 * 60_000)
  expect(Math.abs((told?.raised_at_ms ?? 0) - Date.now())).toBeLessThan(15 * 60_000)
}
