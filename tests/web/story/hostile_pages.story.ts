// Every page of every room while whatever is free text wants to be more: each is given 200 such texts, shows them as what they
// say, makes no element of them, runs none, and stays as wide as its window. What goes out to a spreadsheet is no formula there.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unzip } from '../../../web/src/console/packs/unzip'
import { desktop, launch, log_in, open, phone, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { log_in_field } from '../field_page'
import { hostile_texts } from '../hostile'
import { became_of, lie_to } from '../liar'
import { Script } from '../rest'
import { Seat, today } from '../seat'

const area = '210102001002'
const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(1+1)', "=cmd|' /C calc'!A0", '＝1+1', '＋1+1']
const folder = mkdtempSync(join(tmpdir(), 'gridwhistle-hostile-'))
let city: City
let browser: Browser
let seen: Seen
let reported = '' // reported in to, with a question to the reporter
let returned = ''
let unclear = '' // nobody's: its matter is not known

// The city's pack, its departments named by somebody who thinks of spreadsheets.
function renamed_pack(): string {
  const made = join(folder, 'pack')
  cpSync(resolve(import.meta.dirname, '../../../deploy/packs/shenyang'), made, { recursive: true })
  const path = join(made, 'departments.csv')
  const [head = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const named = rows.map((row, i) => row.replace(/^([^,]*),([^,]*)/, `$1,"${formulas[i % formulas.length]} $2"`))
  writeFileSync(path, [head, ...named, ''].join('\n'))
  return made
}

beforeAll(async () => {
  city = await City.start(renamed_pack())
  const walker = await Seat.take(city.url, 'walker-1')
  const known = { matter: { kind: 'matter', code: '06010' }, area, kind: 'routine', source: 'handheld', text: '垃圾' } as const
  const [one, other, third] = await Promise.all([known, known, { ...known, matter: undefined }, known].map((each) => walker.blow(each)))
  reported = one ?? ''
  returned = other ?? ''
  unclear = third ?? ''
  const owed = (await walker.show(reported)).state?.obligations[0]
  const [clerk, chief] = await Promise.all(
    [`clerk-${owed?.seat || owed?.department}`, 'supervisor-2101'].map((user) => Seat.take(city.url, user)),
  )
  await clerk?.give(reported, 'report-in')
  await clerk?.give(reported, 'note', { text: '在路上', asks_reporter: true })
  await clerk?.give(reported, 'request-extension', { more: owed?.handle_limit, reason: '等配件' })
  await clerk?.give(returned, 'return', { reason: '不归我们', evidence: '产权在物业', proposed: '210102-housing_construction' })
  await chief?.give(reported, 'urge', { text: '请尽快' })
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function behind_a_liar(user: string, options: BrowserContextOptions): Promise<void> {
  seen = await open(browser, `${city.url}/login`, { ...options, serviceWorkers: 'block' })
  seen.page.on('dialog', (one) => {
    seen.faults.push(`a dialog: ${one.message()}`)
    void one.dismiss()
  })
  await lie_to(seen.page)
  if (options === phone) {
    await seen.page.goto(`${city.url}/field/`)
    await log_in_field(seen.page, user, password)
  } else await log_in(seen.page, city.url, user, password)
}

// One look at what stands there now: how many of the texts.
async function harmless(name: string): Promise<number> {
  const { page } = seen
  const { shown, wrong } = await until(`all texts in ${name}`, async () => {
    const now = await became_of(page)
    return now.told === hostile_texts.length ? now : null
  })
  await shoot(page, `hostile-${name}`)
  expect([name, wrong, seen.faults]).toEqual([name, [], []])
  return shown
}
async function harmless_at(name: string, path: string, stands: string): Promise<number> {
  await seen.page.goto(city.url + path)
  await seen.page.locator(stands).first().waitFor()
  return harmless(name)
}

const rooms: [string, () => [name: string, path: string, stands: string][]][] = [
  [
    'clerk-210102-sanitation',
    () => [
      ['desk', '/desk', '.virtual-row'],
      ['desk-whistle', `/desk/${reported}`, '.timeline blockquote'],
      ['account', '/account', '.account table'],
    ],
  ],
  [
    'desk-210102',
    () => [
      ['dispatch', '/dispatch', '.virtual-row'],
      ['dispatch-rule', `/dispatch/${returned}`, '.open-form blockquote'],
      ['dispatch-decide', `/dispatch/${reported}`, '.open-form .choice'],
      ['dispatch-file', `/dispatch/${unclear}`, '.open-form .pick-code'],
      ['packs', '/dispatch/packs', '.packs tbody tr'],
    ],
  ],
  [
    'supervisor-2101',
    () => [
      ...['department', 'community', 'matter'].map((by): [string, string, string] => [
        `board-${by}`,
        `/board?tab=figures&by=${by}`,
        '.figure-table tbody tr:nth-child(2)',
      ]),
      ['board-behind', '/board?tab=figures&by=department&of=returned&part=of', '.behind .line'],
      ['board-decide', '/board?tab=decide', '.behind .line'],
      ['board-care', '/board?tab=care', '.figure-table tbody tr'],
      ['board-zero', '/board?tab=zero', '.figure-table tbody tr'],
      ['board-whistle', `/board/${reported}?tab=decide`, '.timeline blockquote'],
      ['wall', '/wall', '.wall-newest li'],
    ],
  ],
]

it.each(rooms)('shows %s nothing but texts', async (user, pages) => {
  await behind_a_liar(user, desktop)
  let shown = 0
  for (const page of pages()) shown += await harmless_at(...page)
  expect(shown).toBeGreaterThan(2 * pages().length)
  await seen.page.setViewportSize({ width: 390, height: 844 })
  for (const [name, path, stands] of pages().slice(0, 2)) await harmless_at(`${name}-narrow`, path, stands)
  await seen.context.close()
})

it('shows a walker on his phone nothing but texts', async () => {
  await behind_a_liar('walker-1', phone)
  const { page } = seen
  await harmless_at('field', '/field/', '.blow')
  for (const name of ['tasks', 'mine', 'handover', `whistle/${reported}`]) {
    await page.goto(`${city.url}/field/#/${name}`)
    await page.locator('main h1').first().waitFor()
    await harmless(`field-${name.replace(/\/.*/, '')}`)
  }
  await page.goto(`${city.url}/field/#/home`)
  await page.locator('.blow').click()
  await page.locator('.chip.more').click()
  await page.locator('dialog[open] input[type=search]').waitFor()
  await harmless('field-matters')
  await seen.context.close()
})

// Whoever keeps accounts has a second factor, and a demonstration has seats: both are told here of people with such names.
it('shows the seats of the login and everybody’s accounts as nothing but texts', async () => {
  const named = (user: string) => ({ user, name: user, role: 'supervisor', department: user, area: user })
  const kept = (user: string) => ({ ...named(user), account: 'own', second_factor: true, locked_until_ms: Date.now() + 60_000, sessions: 1 })
  await behind_a_liar('supervisor-2101', desktop)
  const { page } = seen
  await page.route('**/api/v1/demo-accounts', (route) => route.fulfill({ json: { password: '<b>', accounts: hostile_texts.map(named) } }))
  await page.route('**/api/v1/accounts?*', (route) => route.fulfill({ json: { accounts: hostile_texts.map(kept), more: 0 } }))
  await harmless_at('accounts', '/account/all', '.accounts tbody tr')
  await page.locator('.accounts .acts button').first().click()
  await page.locator('dialog[open]').waitFor()
  await harmless('accounts-reset')
  await page.context().clearCookies()
  await page.goto(`${city.url}/login`)
  await page.locator('.seats li').nth(20).waitFor()
  expect([(await became_of(page)).wrong, seen.faults]).toEqual([[], []])
  await shoot(page, 'hostile-login')
  await seen.context.close()
})

it('gives a spreadsheet texts, and no formula', async () => {
  const chief = await Script.enter(city.url, 'supervisor-2101')
  const asked = `/api/v1/figures/export?from=${today()}&to=${today()}&by=department`
  const table = (await chief.ask('GET', `${asked}&format=csv`)).text
  expect(formulas.some((each) => table.includes(each))).toBe(true)
  const cells = table.replace(/^\uFEFF/, '').split(/\r?\n|,/).map((each) => each.replace(/^"/, ''))
  expect(cells.filter((each) => /^[=+\-@\t\r＝＋－＠]/.test(each) && !/^-?[\d.]+%?"?$/.test(each))).toEqual([])
  const book = await fetch(`${city.url}${asked}&format=xlsx`, { headers: { Cookie: chief.cookie } })
  const sheets = await unzip(await book.arrayBuffer(), (path) => path.startsWith('xl/worksheets/'), 10_000_000)
  expect(sheets.size).toBeGreaterThan(0)
  for (const [name, bytes] of sheets) expect([name, /<f[ >]/.test(new TextDecoder().decode(bytes))]).toEqual([name, false])
})
