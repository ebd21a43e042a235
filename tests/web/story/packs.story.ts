// A supervisor of the city checks and publishes a pack from the browser, on a real server: a broken one is refused with
// file and line; of a covered one is seen what it would change, and nothing has changed until it is published by a
// second act; the way back is to publish the old one again.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day_text } from '../../../web/src/base/zone_time'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password } from '../city'
import { Seat } from '../seat'

const proved_within_ms = 180_000
let city: City
let browser: Browser
let seen: Seen
let page: Page
const boston = join(import.meta.dirname, '../../../deploy/packs/boston')
const folder = mkdtempSync(join(tmpdir(), 'gridwhistle-packs-'))

// The city's pack as somebody edited it.
function edited(name: string, change: (duties: string) => string): string[] {
  const made = mkdtempSync(join(folder, name))
  return readdirSync(city.pack).map((file) => {
    const text = readFileSync(join(city.pack, file))
    const path = join(made, file)
    writeFileSync(path, file === 'duties.csv' ? change(text.toString()) : text)
    return path
  })
}
// Noise is no more the police's at night, nor the environment's by day.
const noise_elsewhere = (duties: string) => duties.replace(/^(matter:06028,[^\n]*,)[a-z_]+(@district,,,)/gm, '$1urban_management$2')

async function sound(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    expect(await axe(page), `${name}, ${theme}`).toEqual([])
    await shoot(page, `packs-${name}-${theme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
const check_button = () => page.getByRole('button', { name: '检查，不发布' })
const publish_button = () => page.getByRole('button', { name: '发布', exact: true })
async function choose_and_check(files: string[]): Promise<void> {
  await page.locator('input[name=files]').setInputFiles(files)
  await page.locator('.publish-form .chosen code').waitFor()
  expect(await publish_button().count(), 'nothing is published before it was checked').toBe(0)
  await check_button().click()
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  seen = await open(browser, city.url, { ...desktop, viewport: { width: 1280, height: 1400 } })
  page = seen.page
  await log_in(page, city.url, 'supervisor-2101', password)
  await page.locator('.board-tools').getByRole('link', { name: '策略包' }).click()
  await page.waitForURL(`${city.url}/dispatch/packs`)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('policy packs in the browser', () => {
  it('lists what was published, the first start of the server as the first', async () => {
    await page.getByRole('cell', { name: '服务器首次启动' }).waitFor()
    await page.locator('tr.in_force').getByText('生效中').waitFor()
    await sound('list')
    await check_button().click()
    await page.locator('.missing-note', { hasText: '请先选策略包' }).waitFor()
    expect(await page.locator('input[name=directory]').evaluate((each) => each === document.activeElement)).toBe(true)
    await sound('missing')
  })

  it('refuses a pack with a tie by file and line, and nothing changes', async () => {
    // Two leads that nothing tells apart.
    const tie = 'matter:06005,*,*,*,urban_management@district,,,甲\nmatter:06005,*,*,*,housing@city,,,乙\n'
    await choose_and_check(edited('tie', (duties) => `${duties.trimEnd()}\n${tie}`))
    await page.locator('.findings').getByText('不能发布：还有要改的地方').waitFor({ timeout: proved_within_ms })
    expect(await publish_button().count()).toBe(0)
    const first = page.locator('.findings li').first()
    await first.getByText('错误').waitFor()
    expect(await page.locator('.findings .place .at').first().innerText()).toMatch(/^duties\.csv:\d+:\d+$/)
    expect(await page.locator('.findings .place mark').allInnerTexts()).toEqual(['housing@city'])
    await sound('findings')
    expect(await page.locator('tbody tr').count()).toBe(1)
  })

  it('says where in which file each fault is, and marks it', async () => {
    const nobodies = ['aaa', 'bbb', 'ccc', 'ddd', 'eee'].map((each) => `${each}@district`)
    const nobody = nobodies.map((each, at) => `matter:06005,21010${at + 2},*,*,${each},,,`).join('\n')
    const files = edited('cells', (duties) => `${duties.trimEnd()}\n${nobody}\n`)
    const areas = files.find((each) => each.endsWith('areas.csv')) ?? ''
    writeFileSync(areas, readFileSync(areas, 'utf8').replace(/^(210102,district,[^,\n]*,)2101$/m, '$19999'))
    await choose_and_check(files)
    const places = page.locator('.findings .place')
    await places.first().waitFor({ timeout: proved_within_ms })
    expect(await places.first().innerText()).toMatch(/^areas\.csv:3:21\s+parent 列，D3 格\s+210102,district,和平区,9999$/)
    expect(await places.first().locator('mark').innerText()).toBe('9999')
    const files_told = await page.locator('.by-file button').allInnerTexts()
    expect(files_told.map((each) => each.trim())).toEqual(['全部 6', 'areas.csv 1', 'duties.csv 5'])
    await sound('cells')
    await page.getByRole('button', { name: '中文' }).or(page.getByRole('button', { name: 'English' })).first().click()
    await sound('cells-english')
    await page.getByRole('button', { name: '中文' }).click()
    await page.locator('.by-file button', { hasText: 'duties.csv' }).click()
    expect(await places.locator('mark').allInnerTexts()).toEqual(nobodies)
  })

  it('tells a file that is no text before anything is sent', async () => {
    const files = edited('broken', (duties) => duties)
    const matters = files.find((each) => each.endsWith('matters.csv')) ?? ''
    writeFileSync(matters, Buffer.concat([readFileSync(matters), Buffer.from([0xff, 0xfe, 0x0a])]))
    await page.locator('input[name=files]').setInputFiles(files)
    await page.locator('.faults').getByText(/matters\.csv 第 \d+ 行/).waitFor()
    await check_button().click()
    await page.locator('.missing-note', { hasText: '改好后再选一次' }).waitFor()
    await sound('fault')
  })

  it('shows what a covered pack would change, and changes nothing', async () => {
    const blower = await Seat.take(city.url, city.enrolled().find((each) => each.role === 'grid_worker')?.user ?? '')
    const area = city.enrolled().find((each) => each.role === 'grid_worker')?.area ?? ''
    await blower.blow({ area, kind: 'routine', matter: { kind: 'matter', code: '06028' }, source: 'handheld', text: '夜里施工' })
    await choose_and_check(edited('covered', noise_elsewhere))
    await page.locator('.certificate').getByText('检查通过').waitFor({ timeout: proved_within_ms })
    expect(await page.locator('.certificate').innerText()).toMatch(/\d+ 个准入事项 × \d+ 个网格.*共 \d+ 格/)
    await page.locator('.changes').getByText(/看过 \d+ 件未结哨件，其中 1 件会变。/).waitFor()
    const changed_file = page.locator('.file-changes summary')
    await changed_file.first().waitFor()
    expect(await changed_file.allInnerTexts()).toEqual(['duties.csv：多 2 行，少 2 行'])
    await changed_file.click()
    expect(await page.locator('.file-changes ins').first().innerText()).toContain('urban_management@district')
    const ways = page.locator('.moves tbody tr')
    expect(await ways.count()).toBe(1)
    expect(await ways.first().innerText()).toMatch(/主办[\s\S]*→[\s\S]*1/)
    expect(await page.locator('.listed tbody tr').count()).toBe(1)
    await sound('checked')
    expect(await page.locator('tr').filter({ hasText: '生效中' }).locator('td').first().innerText()).toBe('1')
  })

  it('publishes what was checked by a second act, under the name that the server gives it too', async () => {
    await publish_button().click()
    await page.locator('.missing-note', { hasText: '请填写理由' }).waitFor()
    expect(await page.locator('textarea[name=reason]').evaluate((each) => each === document.activeElement)).toBe(true)
    await sound('reason-missing')
    await page.locator('textarea[name=reason]').fill('噪声改由他人')
    await publish_button().click()
    await page.locator('.published').getByText('已发布第 2 版').waitFor({ timeout: proved_within_ms })
    await page.locator('tr.in_force').getByText('噪声改由他人').waitFor()
    await page.locator('#pack-contents', { hasText: '第 2 版' }).waitFor()
    await page.locator('tr.in_force').getByRole('button', { name: '会变的哨件' }).click()
    await page.locator('.changes').getByText('其中 1 件会变。').waitFor()
    await sound('published')
  })

  it('says of another city’s pack that it cannot be published, before anybody asks for it', async () => {
    await choose_and_check(readdirSync(boston).map((each) => join(boston, each)))
    await page.locator('.problem-note', { hasText: '策略包的日历没有生效那一天' }).waitFor({ timeout: proved_within_ms })
    expect(await page.locator('.certificate').count()).toBe(0)
  })

  it('goes back by publishing the old one again', async () => {
    const old = page.locator('tr.past')
    await old.getByRole('button', { name: '再用这个' }).click()
    await page.locator('.publish-form .chosen').getByText('版本 1').waitFor()
    await check_button().press('Enter')
    await page.locator('.certificate').waitFor({ timeout: proved_within_ms })
    await page.locator('textarea[name=reason]').fill('退回原来的')
    await page.locator('textarea[name=reason]').press('Tab')
    await publish_button().press('Enter')
    await page.locator('.published').getByText('已发布第 3 版').waitFor({ timeout: proved_within_ms })
    await page.locator('tr.in_force').getByText('退回原来的').waitFor()
  })

  it('hands out what is in force, and takes back what is ahead at the very instant that it was for', async () => {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('tr.in_force').getByRole('link', { name: '下载' }).click(),
    ])
    const archive = join(folder, saved.suggestedFilename())
    await saved.saveAs(archive)
    await choose_and_check([archive])
    await page.locator('.file-changes').getByText('就是生效中的那个策略包').waitFor({ timeout: proved_within_ms })

    await choose_and_check(edited('later', noise_elsewhere))
    await page.locator('.certificate').waitFor({ timeout: proved_within_ms })
    await page.locator('input[name=effective]').fill(`${day_text(Date.now() + 86_400_000, 'Asia/Shanghai')}T09:00`)
    await page.locator('textarea[name=reason]').fill('明天起噪声改由他人')
    await publish_button().click()
    const ahead = page.locator('tr.ahead')
    await ahead.getByText('明天起噪声改由他人').waitFor({ timeout: proved_within_ms })
    await ahead.getByRole('button', { name: '撤回' }).click()
    await page.locator('.publish-form .chosen').getByText('现在还没有撤回').waitFor()
    await sound('withdrawing')
    await page.getByRole('button', { name: '确认撤回第 4 版' }).click()
    await page.locator('tr.replaced').getByText('明天起噪声改由他人').waitFor({ timeout: proved_within_ms })
    await ahead.getByText('撤回第 4 版').waitFor()
    expect(await ahead.getByRole('button', { name: '撤回' }).count(), 'what takes nothing’s place').toBe(0)
  })

  // That the server refuses him, too, is in the matrix of roles and routes.
  it('says to whoever may not publish that he may not, and offers it to nobody in vain', async () => {
    const other = await open(browser, city.url, desktop)
    await log_in(other.page, city.url, 'supervisor-210102', password)
    await other.page.goto(`${city.url}/dispatch/packs`)
    await other.page.getByText('您可以看，不能发布').waitFor()
    await other.page.locator('tr.past').first().waitFor()
    expect(await other.page.getByRole('button', { name: /再用这个|检查，不发布/ }).count()).toBe(0)
    expect(other.faults).toEqual([])
    await other.context.close()
  })

  it('fits 320 px, and asked nobody but the server', async () => {
    await page.setViewportSize({ width: 320, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false)
    await sound('narrow')
    expect(seen.faults).toEqual([])
  })
})
