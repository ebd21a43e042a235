// One whistle through every screen, on a real server: reported on a phone without a network, heard at a department's desk,
// returned, ruled upon, given to another lead and a helper, handled, verified on site with a photo, counted on the board.
// Once by mouse and once by keyboard alone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { short_id } from '../../../web/src/base/short_id'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { log_in_field, photo, phone_of, take_photos, wait_until_kept, type Walker, walkers_of } from '../field_page'
import { type Hands, keys, mouse, tab_until, walk_to_row } from '../hands'
import { Seat } from '../seat'

const district = '210102'
const first_lead = `${district}-public_security` // of 公安井盖
const last_lead = `${district}-sanitation`
const helper = `${district}-water_affairs`
let city: City
let browser: Browser
let walker: Walker
let witness: Seat
let field: Seen
let officer: Seen
let supervisor: Seen
let closed = 0
const desks = new Map<string, Seen>()

const state_of = async (id: string) => (await witness.show(id)).state

// The desk of whoever was called for a department: its own, or at night the one that stands in for it.
async function desk_of(id: string, department: string): Promise<Seen> {
  const owed = (await state_of(id))?.obligations.find((each) => each.department === department)
  return desk_at(owed?.seat || department)
}
async function desk_at(seat: string): Promise<Seen> {
  const known = desks.get(seat)
  if (known) return known
  const opened = await open(browser, `${city.url}/login`, desktop)
  // What the loudspeaker would play.
  await opened.page.addInitScript(() => {
    const played = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...when) {
      document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang ?? 0) + 1)
      return played.apply(this, when)
    }
  })
  await log_in(opened.page, city.url, `clerk-${seat}`, password)
  await opened.page.locator('.queue-nav').waitFor()
  desks.set(seat, opened)
  return opened
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  walker = walkers_of(city).find((each) => each.area.startsWith(district)) as Walker
  witness = await Seat.take(city.url, walker.user)
  field = await open(browser, `${city.url}/field/`, phone_of(walker))
  await log_in_field(field.page, walker.user, password)
  await wait_until_kept(field.page)
  officer = await open(browser, `${city.url}/login`, desktop)
  await log_in(officer.page, city.url, `desk-${district}`, password)
  supervisor = await open(browser, `${city.url}/login`, desktop)
  await log_in(supervisor.page, city.url, `supervisor-${district}`, password)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

async function report_offline(hands: Hands): Promise<string> {
  const { page, context } = field
  await context.setOffline(true)
  await page.locator('.bar.offline').waitFor()
  await page.goto(`${city.url}/field/#/home`)
  await hands.press(page.locator('.blow'))
  await take_photos(page, 2, hands.name)
  await hands.press(page.locator('.chip.more'))
  await hands.write(page.locator('dialog[open] input[type=search]'), '公安井盖')
  await hands.press(page.locator('dialog[open] .row').first())
  await hands.write(page.locator('.report textarea'), `井盖翘起，${hands.name}`)
  await until('the forecast', () => page.locator('.forecast').getAttribute('data-lead'))
  await hands.press(page.locator('[data-send]'))
  const item = page.locator('[data-item]:not([data-state=received])').first()
  await item.waitFor()
  const id = (await item.getAttribute('data-item')) ?? ''
  await shoot(page, `life-1-kept-${hands.name}`)
  await context.setOffline(false)
  await page.locator(`[data-item="${id}"][data-state=received]`).waitFor()
  expect((await state_of(id))?.report?.photos).toHaveLength(2)
  return id
}

async function open_row(hands: Hands, page: Page, id: string): Promise<void> {
  const row = page.locator(`#row-${id}`)
  await row.waitFor()
  if (hands.name === 'mouse') {
    await row.click()
  } else {
    // At a desk the keys of the queue work from everywhere; Escape leaves what is open.
    if (await page.locator('.queue-nav').isVisible()) {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    } else {
      await tab_until(page, () => page.evaluate(() => document.activeElement?.matches('.queue-list') ?? false), 'Shift+Tab')
    }
    await walk_to_row(page, id)
    await page.keyboard.press('Enter')
  }
  await page.locator('.whistle').getByText(short_id(id)).first().waitFor()
}

// A queue of the desk by its number: 1 to report in, 2 handling.
async function turn_to(hands: Hands, page: Page, queue: number): Promise<void> {
  if (hands.name === 'mouse') return page.locator('.queue-nav button').nth(queue - 1).click()
  await page.keyboard.press('g')
  await page.keyboard.press(String(queue))
}
async function act(hands: Hands, page: Page, key: string, name: string): Promise<void> {
  if (hands.name === 'mouse') await page.locator('.act-bar').getByRole('button', { name, exact: true }).click()
  else await page.keyboard.press(key)
}
const stage_of = async (id: string, department: string) =>
  (await state_of(id))?.obligations.filter((each) => each.department === department).pop()?.stage

async function report_in(hands: Hands, id: string, department: string): Promise<Page> {
  const { page } = await desk_of(id, department)
  await turn_to(hands, page, 1)
  await open_row(hands, page, id)
  await act(hands, page, 'a', '报到')
  await until('reported in', async () => (await stage_of(id, department)) === 'reported_in')
  return page
}

async function handle(hands: Hands, id: string, department: string, result: string): Promise<void> {
  const { page } = await desk_of(id, department)
  await turn_to(hands, page, 2)
  await open_row(hands, page, id)
  await act(hands, page, 'h', '处置完毕')
  await hands.write(page.locator('dialog textarea[name=text]'), result)
  await hands.press(page.locator('dialog button[type=submit]'))
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await until('handled', async () => (await stage_of(id, department)) === 'done')
}

async function return_it(hands: Hands, id: string): Promise<void> {
  const page = await report_in(hands, id, first_lead)
  await turn_to(hands, page, 2)
  await open_row(hands, page, id)
  await act(hands, page, 'r', '退单')
  await hands.write(page.locator('dialog textarea[name=text]'), '不是公安井盖')
  await hands.write(page.locator('dialog textarea[name=evidence]'), '井盖上铸有供水字样')
  await hands.write(page.locator('dialog').getByRole('combobox'), '和平区城市管理')
  const option = page.locator('dialog').getByRole('option').first()
  await option.waitFor()
  if (hands.name === 'mouse') await option.click()
  else await page.keyboard.press('Enter')
  await shoot(page, `life-2-return-${hands.name}`)
  await hands.press(page.locator('dialog button[type=submit]'))
  await until('returned', async () => (await stage_of(id, first_lead)) === 'returned')
}

async function choose(hands: Hands, label: string, typed: string): Promise<void> {
  const box = officer.page.locator('.open-form').getByRole('combobox', { name: label })
  await hands.write(box, typed)
  const option = officer.page.locator('.open-form').getByRole('option').first()
  await option.waitFor()
  if (hands.name === 'mouse') await option.click()
  else await officer.page.keyboard.press('Enter')
}

async function rule_for_a_lead_and_a_helper(hands: Hands, id: string): Promise<void> {
  const { page } = officer
  const form = page.locator('.open-form')
  await page.locator(`#row-${id}`).getByText('退单待裁定').waitFor()
  await open_row(hands, page, id)
  await form.getByText('井盖上铸有供水字样').waitFor()
  await choose(hands, '另选部门', '和平区 环境卫生')
  await form.locator('.choice label', { hasText: /^同意退单，改由和平区环境卫生服务中心主办/ }).locator('input:checked').waitFor()
  await choose(hands, '加一个协办', '和平区水务局')
  await hands.write(form.locator('textarea'), '照片属实：污泥由环卫清，井由水务修')
  await shoot(page, `life-3-rule-${hands.name}`)
  await hands.press(form.locator('button.primary'))
  const ruled = await until('ruled', async () => {
    const state = await state_of(id)
    return state?.obligations[0]?.department === last_lead ? state : undefined
  })
  // One act: whoever sees the lead called sees the helper called.
  expect(ruled.obligations.find((each) => each.department === helper)?.stage).toBe('owed')
}

async function verify_on_site(hands: Hands, id: string): Promise<void> {
  const { page } = field
  await page.goto(`${city.url}/field/#/tasks`)
  await hands.press(page.locator(`[data-whistle="${id}"]`))
  await page.locator('.verify input[data-camera]').setInputFiles(await photo(page, '现场已恢复'))
  await page.locator('.verify .taken img').waitFor()
  await hands.tick(page.locator('.verify .choice input').first())
  await shoot(page, `life-5-verify-${hands.name}`)
  await hands.press(page.locator('.verify [data-send]'))
  await until('closed', async () => (await state_of(id))?.stage === 'closed')
}

async function find_on_board(hands: Hands, id: string): Promise<void> {
  const { page } = supervisor
  await page.goto(`${city.url}/board?tab=figures&period=today&by=department`)
  const honest = page.locator('tr.above button.number').nth(2)
  await until('the board counts it', async () => {
    await honest.waitFor()
    return (await honest.innerText()).includes(`${closed} / ${closed}`)
  })
  if (hands.name === 'mouse') await honest.click()
  else {
    await tab_until(page, () => page.evaluate(() => document.activeElement?.closest('.figure-table tbody') !== null))
    for (let turn = 0; turn < 12 && !(await honest.evaluate((each) => each === document.activeElement)); turn += 1)
      await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
  }
  const lines = page.locator('.virtual li button')
  await lines.first().waitFor()
  expect(await lines.count()).toBe(closed)
  await hands.press(lines.nth(closed - 1))
  await page.locator('.whistle-side').getByText('和平区环境卫生').first().waitFor()
  await shoot(page, `life-6-board-${hands.name}`)
  const shown = await page.locator('.whistle-side').innerText()
  expect(shown).toContain(short_id(id))
  expect(shown, 'what came of the return').toContain('退单成立')
  expect(shown).not.toContain('超期完成')
}

async function whole_life(hands: Hands): Promise<void> {
  const desk = await desk_at(first_lead)
  await desk.page.goto(`${city.url}/desk`)
  await desk.page.locator('.sound').waitFor()
  const bell = desk.page.getByRole('button', { name: '开启声音' })
  if (await bell.isVisible()) await hands.press(bell)
  const rang = Number((await desk.page.locator('html').getAttribute('data-rang')) ?? 0)

  const id = await report_offline(hands)
  await desk.page.locator(`#row-${id}`).waitFor()
  await until('the desk rings', async () => Number((await desk.page.locator('html').getAttribute('data-rang')) ?? 0) > rang)

  await return_it(hands, id)
  await rule_for_a_lead_and_a_helper(hands, id)
  await report_in(hands, id, last_lead)
  await report_in(hands, id, helper)
  await officer.page.locator('.whistle').getByText('应到 2，已报到 2').waitFor()
  await shoot(officer.page, `life-4-roll-${hands.name}`)
  await handle(hands, id, helper, '井已修好')
  await handle(hands, id, last_lead, '污泥已清')
  await verify_on_site(hands, id)
  closed += 1
  await find_on_board(hands, id)
}

describe('one whistle through every screen', () => {
  it('by mouse', () => whole_life(mouse), 300_000)
  it('by keyboard alone', () => whole_life(keys), 300_000)

  it('left no screen with anything that axe finds wrong, and no fault on any', async () => {
    for (const seen of [field, officer, supervisor, ...desks.values()]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await seen.page.emulateMedia({ colorScheme })
        expect(await axe(seen.page), `${seen.page.url()} ${colorScheme}`).toEqual([])
      }
      expect(seen.faults).toEqual([])
    }
  })
})
