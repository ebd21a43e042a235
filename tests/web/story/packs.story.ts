// A supervisor of the city publishes a pack from the browser, on a real server: a broken one is refused with file and line and changes
// nothing; a covered one is in force at once; the way back is to publish the old one again.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password } from '../city'
import { Seat } from '../seat'

const proved_within_ms = 180_000
let city: City
let browser: Browser
let seen: Seen
let page: Page
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
const without = (start: string) => (duties: string) =>
  duties
    .split('\n')
    .filter((line) => !line.startsWith(start))
    .join('\n')

async function sound(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    expect(await axe(page), `${name}, ${theme}`).toEqual([])
    await shoot(page, `packs-${name}-${theme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
async function choose_and_send(files: string[], reason: string): Promise<void> {
  await page.locator('input[name=files]').setInputFiles(files)
  await page.locator('.publish-form .chosen code').waitFor()
  await page.locator('textarea[name=reason]').fill(reason)
  await page.getByRole('button', { name: '校验并发布' }).click()
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  seen = await open(browser, city.url, { ...desktop, viewport: { width: 1280, height: 1400 } })
  page = seen.page
  await log_in(page, city.url, 'supervisor-2101', password)
  await page.goto(`${city.url}/dispatch/packs`)
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
  })

  it('refuses a pack with a tie by file and line, and nothing changes', async () => {
    // Two leads that nothing tells apart.
    const tie = 'matter:06005,*,*,*,urban_management@district,,,甲\nmatter:06005,*,*,*,housing@city,,,乙\n'
    await choose_and_send(edited('tie', (duties) => `${duties.trimEnd()}\n${tie}`), '多了一行')
    await page.locator('.findings').getByText('没有发布：责任没有全覆盖').waitFor({ timeout: proved_within_ms })
    const first = page.locator('.findings li').first()
    await first.getByText('错误').waitFor()
    expect(await page.locator('.findings li code').first().innerText()).toMatch(/\.csv:\d+$/)
    await sound('findings')
    expect(await page.locator('tbody tr').count()).toBe(1)
  })

  it('tells a file that is no text before anything is sent', async () => {
    const files = edited('broken', (duties) => duties)
    const matters = files.find((each) => each.endsWith('matters.csv')) ?? ''
    writeFileSync(matters, Buffer.concat([readFileSync(matters), Buffer.from([0xff, 0xfe, 0x0a])]))
    await page.locator('input[name=files]').setInputFiles(files)
    await page.locator('.faults').getByText(/matters\.csv 第 \d+ 行/).waitFor()
    expect(await page.getByRole('button', { name: '校验并发布' }).isDisabled()).toBe(true)
    await sound('fault')
  })

  it('publishes a covered pack, under the name that the server gives it too', async () => {
    const blower = await Seat.take(city.url, city.enrolled().find((each) => each.role === 'grid_worker')?.user ?? '')
    const area = city.enrolled().find((each) => each.role === 'grid_worker')?.area ?? ''
    await blower.blow({ area, kind: 'routine', matter: { kind: 'matter', code: '06028' }, source: 'handheld', text: '夜里施工' })
    // Noise at night is no more the police's.
    await choose_and_send(edited('covered', without('matter:06028,*,night')), '夜间噪声归生态环境')
    await page.locator('.published').getByText('已发布第 2 版').waitFor({ timeout: proved_within_ms })
    await page.locator('tr.in_force').getByText('夜间噪声归生态环境').waitFor()
    expect(await page.locator('tbody tr').count()).toBe(2)
    await page.locator('tr.in_force').getByRole('button', { name: '会变的哨件' }).click()
    await page.locator('.changes').getByText(/主办|没有未结哨件会变/).first().waitFor()
    await sound('published')
  })

  it('goes back by publishing the old one again', async () => {
    const old = page.locator('tr.past')
    await old.getByRole('button', { name: '再用这个' }).click()
    await page.locator('.publish-form .chosen').getByText('版本 1').waitFor()
    await page.locator('textarea[name=reason]').fill('退回原来的')
    await page.locator('textarea[name=reason]').press('Tab')
    await page.getByRole('button', { name: '校验并发布' }).press('Enter')
    await page.locator('.published').getByText('已发布第 3 版').waitFor({ timeout: proved_within_ms })
    await page.locator('tr.in_force').getByText('退回原来的').waitFor()
  })

  it('is told to whoever may not, by the server', async () => {
    const other = await open(browser, city.url, desktop)
    await log_in(other.page, city.url, 'supervisor-210102', password)
    await other.page.goto(`${city.url}/dispatch/packs`)
    await other.page.locator('tr.past').first().getByRole('button', { name: '再用这个' }).click()
    await other.page.locator('textarea[name=reason]').fill('试试')
    await other.page.getByRole('button', { name: '校验并发布' }).click()
    await other.page.locator('.problem-note').waitFor()
    expect(await other.page.locator('.problem-note').innerText()).toMatch(/无权|不在您/)
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
