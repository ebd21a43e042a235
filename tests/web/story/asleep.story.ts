// A page that slept for an hour wakes up to what is: with few entries missed it goes on from the position where it was, with
// so many that the server gave up on it it loads anew; never by a reload, never with a gap, and in the end it shows what a
// page shows that was opened just now. GW_ASLEEP_SECONDS=3600 for a real hour: without it the page's clock leaps.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { Seat } from '../seat'
import { SilentLine } from '../silent_line'

const asleep_s = Number(process.env.GW_ASLEEP_SECONDS ?? 0)
const in_a_hurry = asleep_s === 0
const pace_ms = in_a_hurry ? 0 : 60_000 // between one thing that happens and the next
const rounds_min = 2
const rounds_max = 4
const district = '210102'
const officer = `desk-${district}`
const night = `night-${district}-public_security`
const public_security = { kind: 'component', code: '01012' } as const // 公安井盖
const long_text_characters = 1_900
const flood = 160 // of reports with long texts: more than the server keeps for a page that does not read
let city: City
let browser: Browser
let walker: Seat
let clerk: Seat
let area = ''

interface Told {
  kind: string
  event?: { name: string; id: string; data: string }
}
declare global {
  interface Window {
    told: Told[] // what the stream brought, as every other tab of the browser hears it
  }
}

interface Sleeper {
  user: string
  path: string
  browser: Browser // of its own: all of its pages sleep at once
  seen: Seen
  followed: string[] // for every time it followed the stream: the position it named, or nothing
  loads: number
  stopped: number[] // processes
}
const sleepers: Sleeper[] = []
const lines: SilentLine[] = []

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  const walk = city.enrolled().find((each) => each.role === 'grid_worker' && each.area.startsWith(district))
  area = walk?.area ?? ''
  walker = await Seat.take(city.url, walk?.user ?? '')
})
afterAll(async () => {
  for (const each of lines) each.close()
  for (const each of sleepers) {
    set_running(each)
    await each.browser.close()
  }
  await browser?.close()
  await city?.stop()
})

const blow = (report: Partial<Messages['Report']>) => walker.blow({ area, kind: 'routine', source: 'handheld', ...report })

async function line_to_city(): Promise<SilentLine> {
  const line = new SilentLine(new URL(city.url))
  lines.push(line)
  await line.open()
  return line
}

async function page_of(user: string, url: string, path: string): Promise<Sleeper> {
  const own = await launch()
  const seen = await open(own, `${url}/login`, desktop)
  const sleeper: Sleeper = { user, path, browser: own, seen, followed: [], loads: 0, stopped: [] }
  sleepers.push(sleeper)
  const { page } = seen
  await page.addInitScript(() => {
    window.told = []
    new BroadcastChannel('gridwhistle.live').onmessage = (message: MessageEvent<Told>) => window.told.push(message.data)
  })
  await log_in(page, url, user, password)
  if (in_a_hurry) await page.clock.install()
  page.on('request', (asked) => {
    if (asked.url().endsWith('/api/v1/stream')) sleeper.followed.push(asked.headers()['last-event-id'] ?? '')
  })
  page.on('load', () => {
    sleeper.loads += 1
  })
  await page.goto(url + path)
  await page.locator('.live-state', { hasText: '实时' }).waitFor()
  sleeper.loads = 0
  sleeper.followed = []
  return sleeper
}

// Nothing of the page runs any more, as when a system puts it to sleep.
async function fall_asleep(sleeper: Sleeper): Promise<void> {
  const debug = await sleeper.browser.newBrowserCDPSession()
  const { processInfo } = await debug.send('SystemInfo.getProcessInfo')
  await debug.detach()
  sleeper.stopped = processInfo.filter((each) => each.type === 'renderer').map((each) => each.id)
  expect(sleeper.stopped.length).toBeGreaterThan(0)
  for (const pid of sleeper.stopped) process.kill(pid, 'SIGSTOP')
}
function set_running(sleeper: Sleeper): void {
  for (const pid of sleeper.stopped) process.kill(pid, 'SIGCONT')
  sleeper.stopped = []
}
async function wake_up(sleeper: Sleeper): Promise<void> {
  set_running(sleeper)
  if (in_a_hurry) await sleeper.seen.page.clock.fastForward('01:00:00')
}

// What the page shows, but for what counts by the second.
function shown(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const timeless = (text: string) => text.replace(/\d+:\d\d/g, '').replace(/\s+/g, ' ').trim()
    const texts = (css: string) => [...document.querySelectorAll<HTMLElement>(css)].map((each) => timeless(each.innerText))
    const rows = [...document.querySelectorAll<HTMLElement>('.virtual-row')].map((row) => `${row.id} ${timeless(row.innerText)}`)
    return [...rows, ...texts('.standing, .queue-nav, .list-foot .figures, .pane-head'), ...texts('.whistle-marks, .roll, .timeline, .clocks')]
  })
}

async function shows_what_a_fresh_one_does({ seen, user, path }: Sleeper): Promise<void> {
  const fresh = await open(browser, `${city.url}/login`, desktop)
  await log_in(fresh.page, city.url, user, password)
  await fresh.page.goto(city.url + path)
  await fresh.page.locator('.virtual-row').first().waitFor()
  let differs: string[][] = []
  await until('both show the same', async () => {
    const [woken = [], other = []] = await Promise.all([shown(seen.page), shown(fresh.page)])
    differs = [woken.filter((each) => !other.includes(each)), other.filter((each) => !woken.includes(each))]
    return JSON.stringify(woken) === JSON.stringify(other)
  }).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}\nof the woken one: ${differs[0]?.join('\n')}\nof the fresh one: ${differs[1]?.join('\n')}`)
  })
  expect(fresh.faults).toEqual([])
  await fresh.context.close()
}

const names_told = (page: Page) => page.evaluate(() => window.told.map((each) => each.event?.name ?? each.kind))

// The versions of these whistles that the page heard of, in the order in which it did.
function versions_told(page: Page, ids: string[]): Promise<number[][]> {
  return page.evaluate((wanted) => {
    const entries = window.told
      .filter((each) => each.event?.name === 'entries')
      .flatMap((each) => (JSON.parse(each.event?.data ?? '{}') as { entries: Messages['JournalEntry'][] }).entries)
    return wanted.map((id) => entries.filter((each) => each.whistle_id === id).map((each) => each.version))
  }, ids)
}
const up_to = (version: number) => Array.from({ length: version }, (_each, at) => at + 1)

interface Happened {
  desks: string[] // whistles that public security has or had
  nobodys: string[]
}

// What happens meanwhile, to what they show and what they have never heard of, for as long as they sleep.
async function life_goes_on(old: string): Promise<Happened> {
  const made: Happened = { desks: [], nobodys: [] }
  const end_ms = Date.now() + asleep_s * 1_000
  const ticks = async () => {
    const next_ms = Math.min(pace_ms, end_ms - Date.now())
    if (next_ms > 0) await new Promise((go_on) => setTimeout(go_on, next_ms))
  }
  await clerk.give(old, 'report-in')
  if (!in_a_hurry) made.desks.push(await blow({ matter: public_security, kind: 'emergency', text: '没有人去' }))
  for (let round = 0; round < rounds_min || Date.now() < end_ms; round += 1) {
    const taken = await blow({ matter: public_security, text: `睡着时来的 ${round}` })
    const returned = await blow({ matter: public_security, text: `要退的 ${round}` })
    made.desks.push(taken, returned, await blow({ matter: public_security, text: `没有人管的 ${round}` }))
    await ticks()
    await clerk.give(taken, 'report-in')
    await clerk.give(old, 'note', { text: `在路上 ${round}`, asks_reporter: false })
    await ticks()
    await clerk.give(returned, 'return', { reason: '不是我们的', evidence: '铸有供水字样', proposed: `${district}-water_affairs` })
    const gone = await blow({ text: `说不清的 ${round}` })
    made.nobodys.push(gone, await blow({ text: `也说不清的 ${round}` }))
    await ticks()
    await walker.give(gone, 'withdraw', { reason: '看错了' })
  }
  return made
}

async function heard_of_all(sleeper: Sleeper, visible: string[]): Promise<void> {
  const { page } = sleeper.seen
  expect(sleeper.loads).toBe(0)
  expect(await names_told(page)).not.toContain('resync')
  let told: number[][] = []
  let happened: number[][] = []
  await until('it heard of all', async () => {
    happened = []
    for (const id of visible) happened.push(up_to((await walker.show(id)).state?.version ?? 0))
    told = await versions_told(page, visible)
    return JSON.stringify(told) === JSON.stringify(happened)
  }).catch(() => expect(told).toEqual(happened))
}

describe('a page that slept for an hour', () => {
  it(
    'goes on from where it was, with all that happened',
    async () => {
      const old = await blow({ matter: public_security, text: '睡前就有' })
      const owed = (await walker.show(old)).state?.obligations[0]
      clerk = await Seat.take(city.url, `clerk-${owed?.seat || owed?.department}`)
      const line = await line_to_city()
      const centre = await page_of(officer, line.url, `/dispatch/${old}`)
      const desk = await page_of(night, line.url, `/desk/${old}`)
      const connected = await page_of(officer, city.url, `/dispatch/${old}`) // alone asleep: its line is not
      const all = [centre, desk, connected]
      for (const { seen } of all) await seen.page.locator(`.whistle[data-id="${old}"]`).waitFor()
      for (const each of all) await fall_asleep(each)
      line.fall_silent()

      const { desks, nobodys } = await life_goes_on(old)

      for (const each of all) await wake_up(each)
      for (const each of all) await shows_what_a_fresh_one_does(each)
      // Of what its user may see, every entry, once and in order.
      await heard_of_all(centre, [...desks, ...nobodys])
      await heard_of_all(desk, desks)
      await heard_of_all(connected, [...desks, ...nobodys])
      for (const { followed } of [centre, desk]) expect(followed.length).toBeGreaterThan(0)
      for (const position of all.flatMap((each) => each.followed)) expect(position).toMatch(/^\d+-\d+$/)
      await shoot(centre.seen.page, 'asleep-dispatch')
      await shoot(desk.seen.page, 'asleep-desk')
      for (const each of all) expect(each.seen.faults).toEqual([])
    },
    300_000 + asleep_s * 1_000,
  )

  it('and missed more than the server keeps for it is told so, and loads anew', async () => {
    const line = await line_to_city()
    const sleeper = await page_of(officer, line.url, '/dispatch')
    const { page } = sleeper.seen
    const told = () => page.evaluate(() => window.told.some((each) => each.event?.name === 'resync'))
    // On a busy machine the flood may last longer than the server goes on writing to somebody who does not read: then the
    // page follows anew by position, which is another story, and sleeps once more.
    for (let round = 0; round < rounds_max && !(await told()); round += 1) {
      sleeper.followed = []
      await fall_asleep(sleeper)
      line.fill()
      let left = flood
      const blower = async () => {
        while (left > 0) {
          left -= 1
          await blow({ text: `很长的一段话 ${left} `.padEnd(long_text_characters, '长') })
        }
      }
      await Promise.all([blower(), blower(), blower(), blower()])
      line.empty()
      set_running(sleeper)
      await until('it is told, or follows anew', async () => (await told()) || sleeper.followed.length > 0, 100_000)
    }
    expect(await told()).toBe(true)
    await page.locator('.live-state', { hasText: '实时' }).waitFor()
    await shows_what_a_fresh_one_does(sleeper)
    expect(sleeper.loads).toBe(0)
    expect(sleeper.followed[0]).toBe('')
    expect(sleeper.seen.faults).toEqual([])
  })
})
