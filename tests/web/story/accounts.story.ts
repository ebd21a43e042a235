// Accounts from the first one on: a one-time password, a second factor, what an administrator does for others, and a
// screen that stays on without anybody.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, desktop, launch, log_in, open, phone, type Seen, shoot } from '../browser'
import { City, password } from '../city'
import { Script } from '../rest'
import { six_digits } from '../second_factor'

const own = 'a word of the administrator'
const clerk = 'clerk-210102-sanitation'
let city: City
let browser: Browser
let admin: Seen
let desk: Seen // of the clerk
let wall: Seen
let word = ''
let secret = ''

beforeAll(async () => {
  city = await City.start()
  word = city.gridwhistled('first-admin', '--pack', city.pack).split(' ')[1] ?? ''
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

const code = (ahead = 0) => six_digits(secret, ahead)

async function faultless(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    expect(await axe(page), `${name} ${scheme}`).toEqual([])
    await shoot(page, `${name}-${scheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function choose(page: Page, chosen: string): Promise<void> {
  await page.locator('input[name=chosen]').fill(chosen)
  await page.locator('input[name=again]').fill(chosen)
  await page.locator('input[name=again]').press('Enter')
}

async function enter(page: Page, user: string, with_word: string, with_code = ''): Promise<void> {
  await page.locator('input[name=user]').fill(user)
  await page.locator('input[name=password]').fill(with_word)
  await page.locator('input[name=totp]').fill(with_code)
  await page.locator('input[name=password]').press('Enter')
}

const row_of = (page: Page, user: string) => page.locator(`tr[data-user="${user}"]`)

test('the first administrator comes with a printed word, chooses his own and enrols a second factor', async () => {
  admin = await open(browser, `${city.url}/login`, desktop)
  const { page } = admin
  await enter(page, 'admin', word)
  await page.getByRole('heading', { name: '设置自己的口令' }).waitFor()
  await faultless(page, 'accounts-choose')
  // Nothing else is open to him, whatever he types as an address.
  await page.goto(`${city.url}/board`)
  await page.getByRole('heading', { name: '设置自己的口令' }).waitFor()
  await page.locator('input[name=chosen]').fill(own)
  await page.locator('input[name=again]').fill('another')
  await page.getByText('两次输入不一致').waitFor()
  await choose(page, own)
  await page.getByRole('heading', { name: '绑定动态口令' }).waitFor()
  await page.locator('svg.qr').waitFor()
  await faultless(page, 'accounts-factor')
  secret = ((await page.locator('.factor-secret').textContent()) ?? '').split(' ').join('')
  await page.locator('input[name=totp]').fill('000000')
  await page.locator('input[name=totp]').press('Enter')
  await page.getByText('code_wrong').waitFor()
  await page.locator('input[name=totp]').fill(code())
  await page.locator('input[name=totp]').press('Enter')
  await page.waitForURL((at) => at.pathname === '/board')
  expect(admin.faults).toEqual([])
})

test('an administrator gives a clerk his account, and ends what he has open', async () => {
  const { page } = admin
  await page.goto(`${city.url}/account`)
  await page.getByText('已绑定').waitFor()
  await faultless(page, 'accounts-own')
  await page.getByRole('link', { name: '全市账号' }).click()
  await page.locator('input[name=find]').fill(clerk)
  await row_of(page, clerk).getByText('演示口令').waitFor()
  await faultless(page, 'accounts-all')
  await row_of(page, clerk).getByRole('button', { name: '发一次性口令' }).click()
  await faultless(page, 'accounts-reset')
  await page.getByRole('button', { name: '发口令', exact: true }).click()
  const given = (await page.locator('.one-time').textContent()) ?? ''
  expect(given).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
  await page.getByText('前有效').waitFor()
  await faultless(page, 'accounts-word')
  await page.getByRole('button', { name: '已转告' }).click()
  await row_of(page, clerk).getByText('待本人设置').waitFor()

  desk = await open(browser, `${city.url}/login`, phone)
  await enter(desk.page, clerk, password)
  await desk.page.getByText('login_refused').waitFor()
  await enter(desk.page, clerk, given)
  await desk.page.getByRole('heading', { name: '设置自己的口令' }).waitFor()
  await faultless(desk.page, 'accounts-choose-phone')
  await choose(desk.page, 'a word of the clerk')
  await desk.page.waitForURL((at) => at.pathname === '/desk')
  await page.reload()
  await page.locator('input[name=find]').fill(clerk)
  await row_of(page, clerk).getByRole('button', { name: '结束登录' }).click()
  await faultless(page, 'accounts-end')
  await page.locator('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await row_of(page, clerk).getByRole('button', { name: '结束登录' }).waitFor({ state: 'detached' })
})

test('what somebody is called is said once, and he is found and greeted by it', async () => {
  const { page } = admin
  await page.reload()
  await page.locator('input[name=find]').fill(clerk)
  await row_of(page, clerk).getByRole('button', { name: '改姓名' }).click()
  await page.locator('dialog input[name=name]').fill('欧阳春晓')
  await faultless(page, 'accounts-name')
  await page.locator('dialog input[name=name]').press('Enter')
  await row_of(page, clerk).getByText('欧阳春晓').waitFor()
  await page.locator('input[name=find]').fill('欧阳')
  await row_of(page, clerk).waitFor()
  expect(await page.locator('tr[data-user]').count()).toBe(1)
  const desk = await open(browser, `${city.url}/login`, desktop)
  await enter(desk.page, clerk, 'a word of the clerk')
  await desk.page.getByText('欧阳春晓').first().waitFor()
  expect(desk.faults).toEqual([])
  await desk.context.close()
})

test('who was locked out by wrong passwords is unlocked', async () => {
  const { page } = admin
  const tries = new Script(city.url, clerk)
  const guess = { user: clerk, password: 'guessed it' }
  for (let i = 0; i < 5; i += 1) await tries.ask('POST', '/api/v1/session', guess)
  const right = { user: clerk, password: 'a word of the clerk' }
  expect((await tries.ask('POST', '/api/v1/session', right)).body.code).toBe('account_locked')
  await page.reload()
  await page.locator('input[name=find]').fill(clerk)
  await row_of(page, clerk).getByText('锁定至').waitFor()
  await faultless(page, 'accounts-locked')
  await row_of(page, clerk).getByRole('button', { name: '解锁' }).click()
  await row_of(page, clerk).getByText('锁定至').waitFor({ state: 'detached' })
  expect((await tries.ask('POST', '/api/v1/session', right)).status).toBe(200)
})

const age = () => wall.page.locator('.wall-age.live')

test('a screen is left on', async () => {
  wall = await open(browser, `${city.url}/login?to=/wall`, { viewport: { width: 1920, height: 1080 } })
  const { page } = wall
  await enter(page, 'admin', own, code(1))
  await page.getByRole('button', { name: '保持此屏常开' }).click()
  await page.locator('input[name=wall]').fill('指挥大厅东墙')
  await faultless(page, 'accounts-wall-leave')
  await page.getByRole('button', { name: '保持常开' }).click()
  await page.locator('.leave-on').waitFor({ state: 'detached' })
  await age().getByText('数据').waitFor()
})

test('a page whose session was ended is told within the heartbeat of its stream, without a word of its own', async () => {
  await desk.page.waitForURL((at) => at.pathname === '/login')
  expect(desk.faults).toEqual([])
  await desk.context.close()
})

test('a screen that was left on comes back after a restart, and can be told nothing', async () => {
  const { page } = wall
  await city.stop_server()
  await page.locator('.wall-age.lost').waitFor()
  await city.start_server()
  await age().getByText('秒前').waitFor()
  expect(await page.getByRole('link', { name: '登录' }).count()).toBe(0)
  await page.reload()
  await age().getByText('秒前').waitFor()
  // All that it asks for it is told.
  await expect.poll(() => page.locator('.wall-number .big').first().innerText(), { timeout: 40_000 }).not.toBe('…')
  await shoot(page, 'accounts-wall')

  const command = await page.request.post(`${city.url}/api/v1/whistles/01a2186c-8082-7000-8000-000000000001/urge`, {
    data: {},
    headers: { 'Idempotency-Key': '01a2186c-8082-7000-8000-00000000000a', 'If-Match': '"1"' },
  })
  expect(command.status()).toBe(403)
  expect((await command.json()).code).toBe('wall_reads_only')
  const other = await wall.context.newPage()
  await other.goto(`${city.url}/board`)
  await other.waitForURL((at) => at.pathname === '/login')
  expect(await other.locator('.frame-bar nav').count()).toBe(0)

  // The restart ended the administrator's session; the screen is his to end all the same.
  await admin.page.goto(`${city.url}/login?to=/account`)
  await enter(admin.page, 'admin', own, code())
  await admin.page.locator('.walls').getByText('指挥大厅东墙').waitFor()
  await faultless(admin.page, 'accounts-walls')
  await admin.page.locator('.walls').getByRole('button', { name: '结束' }).click()
  await admin.page.locator('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await admin.page.getByText('没有常开的大屏').waitFor()
})

test('a seat of the demonstration keeps no accounts and leaves no screen on', async () => {
  const seat = await open(browser, `${city.url}/login`, desktop)
  await log_in(seat.page, city.url, 'supervisor-2101', password)
  await seat.page.goto(`${city.url}/account`)
  await seat.page.getByText('这是演示坐席').waitFor()
  await seat.page.getByText('首位管理员 admin 的一次性口令').waitFor()
  expect(await seat.page.getByRole('link', { name: '全市账号' }).count()).toBe(0)
  await seat.page.goto(`${city.url}/wall`)
  await seat.page.locator('.wall-states h2 strong').waitFor()
  expect(await seat.page.locator('.leave-on').count()).toBe(0)
  await seat.context.close()
})

test('the screen that was ended says so, within the heartbeat of its stream', async () => {
  await wall.page.getByText('登录已失效').waitFor()
  expect([...wall.faults, ...admin.faults]).toEqual([])
  await wall.context.close()
})
