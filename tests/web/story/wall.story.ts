// The big screen: what it shows is what the server says, it is readable from afar at both sizes, it never looks alive when
// it is not, and it comes back by itself.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { axe, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { one_day_for, Seat, today } from '../seat'

const stale_after_ms = 30_000
const hd = { viewport: { width: 1920, height: 1080 } }
let city: City
let browser: Browser
let wall: Seen
let blown = 0
let closed = 0

beforeAll(async () => {
  await one_day_for(4)
  city = await City.start()
  const said = city.gridwhistle('swarm', '--pack', city.pack, '--whistles', '120', '--live', '60', '--seed', '3')
  const told = JSON.parse(said.trim().split('\n').pop() ?? '{}')
  blown = told.receipted
  closed = told.closed
  browser = await launch()
  wall = await open(browser, `${city.url}/login`, hd)
  await log_in(wall.page, city.url, 'supervisor-2101', password)
  await wall.page.clock.install() // it runs as ever, and leaps where a case waits for nothing but time
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

const number = (page: Page, at: number) => page.locator('.wall-number .big').nth(at).innerText()
const all_open = (page: Page) => page.locator('.wall-states h2 strong').innerText()

// Letters that are smaller, and boxes that something is cut off of.
function too_small(page: Page, least_px: number) {
  return page.evaluate((least) => {
    const found: string[] = []
    const walk = document.createTreeWalker(document.querySelector('.wall') as Element, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const holder = node.parentElement
      if (!holder || !node.textContent?.trim() || holder.closest('.unseen') || !holder.offsetParent) continue
      const px = Number.parseFloat(getComputedStyle(holder).fontSize)
      if (px < least - 0.01) found.push(`${px} px: ${node.textContent.trim()}`)
    }
    for (const box of document.querySelectorAll('.wall > *, .wall section')) {
      if (box.scrollHeight > box.clientHeight + 2)
        found.push(`cut off: ${box.className} ${box.scrollHeight} > ${box.clientHeight}`)
    }
    const page_height = document.documentElement.scrollHeight
    if (page_height > innerHeight) found.push(`the page scrolls: ${page_height}`)
    return found
  }, least_px)
}

test('shows what the server says', async () => {
  const { page } = wall
  const asked: string[] = []
  page.on('request', (one) => asked.push(new URL(one.url()).pathname))
  const chief = await Seat.take(city.url, 'supervisor-2101')
  const rows = await chief.inbox('area=2101')
  for (const each of rows.filter((row) => row.stage === 'dispatched').slice(0, 10))
    await chief.give(each.whistle_id, 'supervise', { text: '请尽快办结', due_at_ms: Date.now() + 4000 })
  await page.goto(`${city.url}/wall`)
  await until('today is counted', async () => (await number(page, 0)) === String(blown))
  await until('what was closed is counted', async () => (await number(page, 1)) === String(closed))
  const flow = await chief.read<Messages['FlowTable']>('flow?area=2101&hours=24')
  expect(Number(flow.raised)).toBe(blown)
  const last_day = Number(flow.hours.reduce((sum, each) => sum + Number(each.raised), 0))
  expect(await page.locator('.wall-curve .chart').getAttribute('aria-label')).toContain(`上报 ${last_day}`)
  const minutes = Math.round(Number(flow.response_median_ms) / 60_000)
  expect(await number(page, 3)).toBe(minutes < 1 ? '<1 分' : `${minutes} 分`)
  expect(await page.locator('.wall-number').nth(3).innerText()).toContain(`今日 ${flow.reported_in} 次`)
  await page.locator('.wall-departments .best li').first().waitFor()
  if ((await page.locator('.wall-departments .best li').count()) > 1)
    expect(await page.locator('.wall-departments .worst').innerText()).toMatch(/按真实按期率、到期响应率、件均持有/)
  const figures = await chief.read<Messages['FigureTable']>(`figures?from=${today()}&to=${today()}&by=none`)
  const honest = figures.rows[0]?.shares[figures.words.findIndex((each) => each.figure === 'honest')]
  const shown = `${((100 * (honest?.counted ?? 0)) / (honest?.of ?? 1)).toFixed(2)} %`
  await until('the honest share', async () => (await number(page, 2)).replace(/\s+/g, ' ') === shown)
  await until('all that is open', async () => (await all_open(page)) === String(rows.length))
  await until('the late ones', async () => (await page.locator('.wall-states .overdue strong').innerText()) === '10')
  // In one look: pages turn by themselves.
  await until('the last page of the late ones, with the five that are left', () =>
    page.locator('.wall-late').evaluate(
      (box) => (box.querySelector('h2')?.textContent ?? '').includes('第 2 页，共 2 页') && box.querySelectorAll('li').length === 5,
    ),
  )
  const steps = await page.locator('.wall-map .shade-legend .step').allInnerTexts()
  expect(steps.map((each) => each.trim())).toEqual(['1 件', '2 件', '5 件', '10 件', '20 件'])
  await until('the newest, as many as there is room for', async () => (await page.locator('.wall-newest li').count()) >= 5)
  // Counted by the server, and not by the page from one whistle after the other.
  expect(asked.filter((each) => each.endsWith('/flow')).length).toBeGreaterThan(0)
  expect(asked.filter((each) => /\/whistles\/[^/]+$/.test(each)).length).toBeLessThanOrEqual(32)
})

// Nobody is told to come again later, as he would be if each were a count of its own.
test('costs the server one count, however many screens ask for it', async () => {
  const seats = [await Seat.take(city.url, 'supervisor-2101'), await Seat.take(city.url, 'desk-2101')]
  const asking = Array.from({ length: 40 }, (_, i) =>
    seats[i % seats.length]?.read<Messages['FlowTable']>('flow?area=2101&hours=24'),
  )
  const told = await Promise.all(asking)
  expect(told.map((each) => Number(each?.raised))).toEqual(told.map(() => blown))
  // Two where one interval ends on the way.
  expect(new Set(told.map((each) => each?.as_of_ms)).size).toBeLessThanOrEqual(2)
})

// How far the words of any of them reach into what stands beside it.
const runs_over = (page: Page, what: string) =>
  page.locator(what).evaluateAll((all) =>
    Math.max(
      ...all.map((each) => {
        const words = document.createRange()
        words.selectNodeContents(each)
        return words.getBoundingClientRect().right - (each.nextElementSibling?.getBoundingClientRect().left ?? 0)
      }),
    ),
  )

// How much of the longest name of a department is not seen in the late list, where the city is higher than wide and where
// it is not.
const cut_of_department = (page: Page) =>
  page.locator('.wall-late .wall-lines.wall-more').first().evaluate((who) => {
    const wall = who.closest('.wall')
    const [was, was_tall] = [who.textContent, wall?.classList.contains('tall') ?? false]
    who.textContent = '沈阳市人民政府国有资产监督管理委员会'
    const cut = (tall: boolean) => {
      wall?.classList.toggle('tall', tall)
      return Math.max(who.scrollHeight - who.clientHeight, who.scrollWidth - who.clientWidth)
    }
    const found = { tall: cut(true), wide: cut(false) }
    wall?.classList.toggle('tall', was_tall)
    who.textContent = was
    return found
  })

test('can be read from afar, at both sizes', async () => {
  const { page } = wall
  // A word as long as a late clock can have.
  await page.locator('.wall-late .sla .figures').first().evaluate((each) => (each.textContent = '超 118天23时'))
  expect(await runs_over(page, '.wall-late .sla')).toBeLessThanOrEqual(0)
  expect(await cut_of_department(page)).toEqual({ tall: 0, wide: 0 })
  await page.locator('.wall-curve canvas').waitFor()
  await page.locator('.wall-map .city-map').waitFor()
  expect(await too_small(page, 24)).toEqual([])
  expect(await axe(page)).toEqual([])
  await shoot(page, 'wall-1080p')
  await page.setViewportSize({ width: 3840, height: 2160 })
  expect(await too_small(page, 48)).toEqual([])
  expect(await axe(page)).toEqual([])
  await shoot(page, 'wall-2160p')
  // From a wide wall to a screen: the curve becomes as narrow as its panel.
  await page.setViewportSize({ width: 3840, height: 768 })
  const width_of = (css: string) => page.locator(css).evaluate((each) => each.clientWidth)
  await until('a wide curve', async () => (await width_of('.wall-curve canvas')) > 700)
  await page.setViewportSize({ width: 1366, height: 768 })
  await until('a narrow curve', async () => (await width_of('.wall-curve canvas')) <= (await width_of('.wall-curve')))
  expect(await too_small(page, 17)).toEqual([])
  expect(await axe(page)).toEqual([])
  await shoot(page, 'wall-768p')
  // The map has the height of the screen, and no panel is an empty one.
  const share = (await page.locator('.wall-map .ground').boundingBox())?.height ?? 0
  expect(share / 768).toBeGreaterThan(0.85)
  const empty = await page.locator('.wall section').evaluateAll((all) =>
    all.filter((each) => !each.querySelector('li, canvas, .big') && each.clientHeight > 90).map((each) => each.className),
  )
  expect(empty).toEqual([])
  // An hour or more of the median: its big text stays within its panel.
  await page.route('**/api/v1/flow?*', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), response_median_ms: 10 * 3_600_000 + 57 * 60_000 } })
  })
  await page.reload()
  const hours = page.locator('.wall-number .big', { hasText: '10时57分' })
  await hours.waitFor()
  const sticks_out = await hours.evaluate((each) => {
    const [last] = [...each.children].slice(-1)
    return (last?.getBoundingClientRect().right ?? 0) - (each.closest('.wall-numbers')?.getBoundingClientRect().right ?? 0)
  })
  expect(sticks_out).toBeLessThanOrEqual(0)
  await page.unroute('**/api/v1/flow?*')
  await page.setViewportSize({ width: 320, height: 720 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await axe(page)).toEqual([])
  await shoot(page, 'wall-320')
  await page.setViewportSize(hd.viewport)
})

test('is read in English as well, at both sizes', async () => {
  const { page } = wall
  await page.evaluate(() => localStorage.setItem('gridwhistle.language', 'en'))
  for (const [width, height, least_px] of [[1920, 1080, 24], [1280, 720, 16]] as const) {
    await page.setViewportSize({ width, height })
    await page.reload()
    await page.locator('.wall-late li').first().waitFor()
    await page.locator('.wall-departments .best li').first().waitFor()
    expect(await page.locator('.wall-late h2').innerText()).toMatch(/^10 overdue · any time limit · page \d of 2$/)
    expect(await too_small(page, least_px)).toEqual([])
    const cut = await page.locator('.wall-number h2, .wall-number .wall-more').evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
    )
    expect(cut).toEqual([])
    expect(await axe(page)).toEqual([])
    await shoot(page, `wall-english-${height}p`)
  }
  await page.evaluate(() => localStorage.removeItem('gridwhistle.language'))
  await page.setViewportSize(hd.viewport)
  await page.reload()
})

// By the mouse, which shows them, and by keyboard.
test('has ways for whoever stands before it: full screen, and back to where he works', async () => {
  const { page } = wall
  const ways = page.locator('.wall-ways')
  const seen_ways = () => ways.evaluate((box) => getComputedStyle(box).opacity)
  await page.clock.fastForward(5_000)
  await until('nobody touches it', async () => (await seen_ways()) === '0')
  await page.mouse.move(400, 400)
  await page.mouse.move(420, 400)
  await until('somebody does', async () => (await seen_ways()) === '1')
  expect(await axe(page)).toEqual([])
  await shoot(page, 'wall-touched')
  const is_full = () => page.evaluate(() => document.fullscreenElement !== null)
  await page.keyboard.press('f')
  await until('it is full', is_full)
  await ways.getByRole('button', { name: '退出全屏' }).click()
  await until('it is not', async () => !(await is_full()))
  await ways.getByRole('link', { name: '返回' }).click()
  await page.waitForURL('**/board*')
  // From elsewhere it leads back there, by keyboard as well.
  await page.goto(`${city.url}/board?tab=late`)
  await page.locator('.frame-bar').getByRole('link', { name: '大屏' }).click()
  await page.locator('.wall-late').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL('**/board?tab=late')
  await page.goBack()
  await until('it is back', async () => (await number(page, 0)) === String(blown))
})

test('shows a new whistle by itself', async () => {
  const { page } = wall
  const before = Number(await all_open(page))
  city.gridwhistle(
    'blow',
    '--as',
    'walker-1',
    '--matter',
    'component:01001',
    '--area',
    '210102001002',
    '--text',
    '井盖松动',
  )
  await until('it is counted', async () => (await number(page, 0)) === String(blown + 1))
  await until('it is open', async () => Number(await all_open(page)) === before + 1)
  await page.locator('.wall-newest li').first().getByText('供水井盖').waitFor()
})

async function greys_out(page: Page) {
  await page.clock.fastForward(stale_after_ms)
  await page.locator('.wall.stale').waitFor()
  expect(await page.locator('.wall-left').evaluate((box) => getComputedStyle(box).filter)).toContain('grayscale')
  expect(await axe(page)).toEqual([])
}

// By itself, though it asks only every few seconds: its clock leaps until it has.
async function soon(what: Locator) {
  await until(String(what), async () => {
    await what.page().clock.fastForward(5_000)
    return what.waitFor({ timeout: 1_000 }).then(() => true, () => false)
  })
}

test('greys out when nothing comes, and goes on by itself', async () => {
  const { page } = wall
  await page.clock.fastForward(stale_after_ms / 3) // it has just heard of a new whistle
  expect(await page.locator('.wall.stale').count()).toBe(0)
  city.pause_server()
  await greys_out(page)
  expect(await page.locator('.wall-age').innerText()).toMatch(/数据已停/)
  await shoot(page, 'wall-stale')
  city.resume_server()
  await soon(page.locator('.wall:not(.stale)'))
  city.gridwhistle(
    'blow',
    '--as',
    'walker-1',
    '--matter',
    'component:01003',
    '--area',
    '210102001002',
    '--text',
    '雨水井盖缺失',
  )
  await soon(page.locator('.wall-number').first().getByText(String(blown + 2), { exact: true })) // it has been counted
})

test('keeps what it showed when the server is started anew, and goes on after a login', async () => {
  const { page, context } = wall
  await city.stop_server()
  await greys_out(page)
  await city.start_server()
  await soon(page.locator('.wall-age a'))
  expect(await page.locator('.wall-age').innerText()).toMatch(/登录已失效/)
  expect(await number(page, 0)).toBe(String(blown + 2))
  await shoot(page, 'wall-logged-out')
  const other = await context.newPage()
  await log_in(other, city.url, 'supervisor-2101', password)
  await other.close()
  await soon(page.locator('.wall:not(.stale)'))
  expect(await number(page, 0)).toBe(String(blown + 2))
})

// In the time of the world: the stream goes on to speak every 15 seconds.
test('is as old as the oldest figure on it, whoever still speaks', async () => {
  const seen = await open(browser, `${city.url}/login`, hd)
  const { page } = seen
  await log_in(page, city.url, 'supervisor-2101', password)
  await page.goto(`${city.url}/wall`)
  await until('it has figures', async () => (await number(page, 0)) === String(blown + 2))
  await page.route(/\/api\/v1\/(flow|figures)\?/, (route) => route.fulfill({ status: 503 }))
  await page.locator('.wall.stale').waitFor({ timeout: 120_000 })
  expect(await page.locator('.wall-age').getAttribute('class')).toContain('live')
  await page.unroute(/\/api\/v1\/(flow|figures)\?/)
  await page.locator('.wall:not(.stale)').waitFor()
  await seen.context.close()
})

test('comes back by itself when nobody answered while it was loaded', async () => {
  const seen = await open(browser, `${city.url}/login`, hd)
  const { page } = seen
  await log_in(page, city.url, 'supervisor-2101', password)
  await page.route('**/api/v1/session', (route) => route.abort())
  await page.goto(`${city.url}/wall`)
  await page.getByText('连不上服务器').waitFor()
  await page.unroute('**/api/v1/session')
  await page.locator('.wall-late').waitFor()
  await seen.context.close()
})

test('loads itself anew at four in the morning', async () => {
  const night = await open(browser, `${city.url}/login`, hd)
  await log_in(night.page, city.url, 'supervisor-2101', password)
  await night.page.clock.install()
  await night.page.goto(`${city.url}/wall`)
  await night.page.locator('.wall-late').waitFor()
  await night.page.evaluate(() => Object.assign(window, { of_yesterday: true }))
  const day_ms = 86_400_000
  const four_utc_ms = 20 * 3_600_000 // of the evening before
  await night.page.clock.fastForward(((four_utc_ms - (Date.now() % day_ms) + day_ms) % day_ms) + 5_000)
  await until('a new page', () => night.page.evaluate(() => !('of_yesterday' in window)).catch(() => false))
  await night.page.locator('.wall-late').waitFor()
  expect(night.faults).toEqual([])
  await night.context.close()
})

test('nothing went wrong on the way', () => {
  expect(wall.faults).toEqual([])
})
