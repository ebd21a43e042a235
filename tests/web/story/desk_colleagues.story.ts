// Two clerks of one department at the same whistles, on a real server: who was faster is named, nothing typed is lost, and
// each sees what the other reads.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { short_id } from '../../../web/src/base/short_id'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password } from '../city'
import { Seat } from '../seat'

const clerk = 'clerk-210102-public_security'
const colleague = 'night-210102-public_security'
const matter = { kind: 'component', code: '01012' } as const // 公安井盖: public security leads
let city: City
let browser: Browser
let desk: Seen
let walker: Seat
let other: Seat
let area = ''
let called = '' // the colleague, by name

const blow = (text: string): Promise<string> => walker.blow({ matter, area, text, kind: 'routine', source: 'handheld' })
const row_of = (id: string) => desk.page.locator(`#row-${id}`)

beforeAll(async () => {
  city = await City.start()
  const walks = city.enrolled().find((each) => each.role === 'grid_worker' && each.area.startsWith('210102'))
  area = walks?.area ?? ''
  walker = await Seat.take(city.url, walks?.user ?? '')
  other = await Seat.take(city.url, colleague)
  called = await city.name_of(colleague)
  browser = await launch()
  desk = await open(browser, city.url, desktop)
  await log_in(desk.page, city.url, clerk, password)
})

afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

describe('two clerks at one desk', () => {
  it('are told who was faster, and the row is what it is', async () => {
    const { page } = desk
    const id = await blow('两人同时报到')
    await row_of(id).waitFor()
    // The key is pressed on what this page has seen: the colleague's word comes while the page cannot hear.
    await page.route(`**/whistles/${id}/report-in`, async (route) => {
      await other.give(id, 'report-in')
      await route.continue()
    })
    await row_of(id).click()
    await page.keyboard.press('a')
    await page.locator('.toast', { hasText: '您的“报到”没有生效' }).filter({ hasText: called }).waitFor()
    await row_of(id).waitFor({ state: 'detached' })
    await page.locator('.list-gone', { hasText: `#${short_id(id)} 已转到“处置中”` }).waitFor()
    await page.unroute(`**/whistles/${id}/report-in`)
    await shoot(page, 'desk-faster')
  })

  it('are told which of many were not done, because the other was faster', async () => {
    const { page } = desk
    const ids = [await blow('批量四'), await blow('批量五')]
    for (const id of ids) await row_of(id).waitFor()
    for (const id of ids) await row_of(id).click({ modifiers: ['Control'] })
    await page.keyboard.press('a')
    await page.locator('dialog button[type=submit]:focus').waitFor()
    await other.give(ids[0] ?? '', 'report-in')
    await page.keyboard.press('Enter')
    await page.getByText('成功 1 件，未办成 1 件').waitFor()
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') != null)).toBe(true)
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-bulk')
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    for (const id of ids) await row_of(id).waitFor({ state: 'detached' })
  })

  it('are told that its reporter has taken a whistle back, which leaves their list', async () => {
    const { page } = desk
    const heard = page.locator('.toast', { hasText: '新派来' })
    await heard.waitFor({ state: 'detached' })
    const id = await blow('其实没有事')
    await heard.waitFor()
    await row_of(id).click()
    await walker.give(id, 'withdraw', { reason: '报错了' })
    await page.locator('.toast', { hasText: `#${short_id(id)} 已撤回，本部门不用再办这一件` }).waitFor()
    await row_of(id).waitFor({ state: 'detached' })
    await page.locator('.list-gone', { hasText: `#${short_id(id)} 已撤回` }).waitFor()
    await page.locator('.timeline', { hasText: '报错了' }).waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-withdrawn')
  })

  it('keep what was typed when the other acts meanwhile, and are told it before anything is sent', async () => {
    const { page } = desk
    const id = await blow('写到一半')
    await row_of(id).waitFor()
    await row_of(id).click()
    await page.keyboard.press('r')
    const text = page.locator('dialog textarea[name=text]')
    await text.fill('我写了很久的理由')
    await other.give(id, 'note', { text: '我看过了，先别退', asks_reporter: false })
    await page.locator('.faster', { hasText: called }).waitFor()
    // Oneself in another window is news, too.
    await (await Seat.take(city.url, clerk)).give(id, 'note', { text: '那边也写了', asks_reporter: false })
    await page.locator('.faster', { hasText: '您在另一个窗口' }).waitFor()
    expect(await text.inputValue()).toBe('我写了很久的理由')
    expect(await axe(page)).toEqual([])
    await shoot(page, 'desk-meanwhile')
    await page.keyboard.press('Escape')
    await text.waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    expect(await text.inputValue()).toBe('我写了很久的理由')
    await page.keyboard.press('Escape')
    await text.waitFor({ state: 'detached' })
    // Nor by loading the page anew.
    await page.reload()
    await row_of(id).waitFor()
    await row_of(id).click()
    await page.keyboard.press('r')
    await text.waitFor()
    expect(await text.inputValue()).toBe('我写了很久的理由')
    await page.keyboard.press('Escape')
    await text.waitFor({ state: 'detached' })
  })

  it('see who reads the same whistle', async () => {
    const second = await open(browser, city.url, desktop)
    await log_in(second.page, city.url, colleague, password)
    const id = await blow('谁在看')
    await second.page.locator(`#row-${id}`).click()
    await row_of(id).filter({ hasText: `看：${called}` }).waitFor()
    await row_of(id).click()
    await desk.page.locator('.colleagues', { hasText: called }).waitFor()
    await shoot(desk.page, 'desk-colleague')
    expect(second.faults).toEqual([])
    await second.context.close()
  })

  it('have heard and asked nobody but the server, and nothing was blocked', () => {
    expect(desk.faults).toEqual([])
  })
})
