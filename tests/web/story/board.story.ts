// A supervisor's board on a city that has lived: every number is the server's, every number opens a list of exactly that
// many, and a link shows somebody else the same.
import { readFileSync } from 'node:fs'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { csv_downloaded, faultless, loaded, texts } from '../board_page'
import { desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { one_day_for, Seat, today } from '../seat'

let city: City
let browser: Browser
let board: Seen
let chief: Seat

beforeAll(async () => {
  await one_day_for(2)
  city = await City.start()
  city.gridwhistle('swarm', '--pack', city.pack, '--whistles', '90', '--live', '60', '--seed', '7')
  browser = await launch()
  board = await open(browser, `${city.url}/login`, desktop)
  await log_in(board.page, city.url, 'supervisor-2101', password)
  chief = await Seat.of(board.page)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

const at = (query: string) => `${city.url}/board?${query}`
const share_text = (share: Messages['FigureShare']) => `${share.counted} / ${share.of}`
const percent_text = (share: Messages['FigureShare']) =>
  share.of ? `${((share.counted / share.of) * 100).toFixed(2)} %` : '—'
const figures = (query: string) =>
  chief.read<Messages['FigureTable']>(`figures?from=${today()}&to=${today()}&${query}`)

test.each(['department', 'district', 'street', 'community', 'matter', 'kind'])(
  'the table by %s is the server’s',
  async (by) => {
    const { page } = board
    await page.goto(at(`tab=figures&period=today&by=${by}&sort=name`))
    await loaded(page)
    const [table, total] = await Promise.all([figures(`by=${by}`), figures('by=none')])
    const above = total.rows[0]
    if (!above) throw new Error('no figures')
    const cells = (row: Locator) => row.locator('.number-cell button.number')
    expect(await texts(cells(page.locator('tr.above')))).toEqual(
      above.shares.map((each) => `${percent_text(each)} ${share_text(each)}`),
    )
    expect(await texts(page.locator('.card-number')).then((all) => all.slice(0, 8))).toEqual(
      above.shares.map(percent_text),
    )
    // As many rows as the server has, or the first fifty of them; each as the server says.
    const shown = page.locator('.figure-table tbody tr:not(.above)')
    expect(await shown.count()).toBe(Math.min(50, table.rows.length))
    const said = new Set(
      table.rows.map((row) => row.shares.map((each) => `${percent_text(each)} ${share_text(each)}`).join('|')),
    )
    for (const row of await shown.all()) expect(said).toContain((await texts(cells(row))).join('|'))
    const by_area = ['district', 'street', 'community'].includes(by)
    if (by_area) expect(await page.locator('.sums .equal').innerText()).toBe('✓ 与合计一致')
  },
)

test('a definition is shown on hover, on focus and on a tap, in the server’s words', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district'))
  await loaded(page)
  const { words } = await figures('by=none')
  const word = page.locator('.card .defined-word').nth(2)
  const tip = page.locator('.card .definition').nth(2)
  for (const how of ['hover', 'focus', 'click'] as const) {
    await word[how]()
    await tip.and(page.locator('.shown')).waitFor()
    expect(await tip.innerText()).toBe(words[2]?.definition_zh)
    if (how === 'hover') await faultless(page, 'board-definition')
    await page.mouse.move(700, 880)
    if (how !== 'hover') await page.keyboard.press('Escape')
    await page.locator('.definition.shown').waitFor({ state: 'detached' })
    await word.blur()
  }
})

test('every number opens a list with exactly as many lines, and a line opens the whistle beside it', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district'))
  await loaded(page)
  const { rows: [above], words } = await figures('by=none')
  for (const [figure, share] of (above?.shares ?? []).entries()) {
    if (share.of === 0) continue
    await page.locator('tr.above button.number').nth(figure).click()
    const picks = page.locator('.pick-button')
    await picks.first().waitFor()
    const named: Record<string, string[]> = { returned: ['退过单', '没有退单'], unfounded: ['驳回', '没有驳回'] }
    const [counted, missing] = named[words[figure]?.figure ?? ''] ?? ['计入', '未计入']
    expect(await texts(picks)).toEqual([
      `${counted} ${share.counted}`,
      `${missing} ${share.of - share.counted}`,
      `全部 ${share.of}`,
    ])
    await picks.nth(2).click()
    await page.locator('.virtual li').first().waitFor()
    expect(await page.locator('.virtual li').first().getAttribute('aria-setsize')).toBe(String(share.of))
    await page.keyboard.press('Escape')
    await loaded(page)
  }
  await page.goto(at('tab=figures&period=today&by=district&of=returned&part=missing'))
  await page.locator('.virtual li .line-what').first().waitFor()
  await faultless(page, 'board-behind')
  const what = await page.locator('.virtual li .line-what').first().innerText()
  await page.locator('.virtual li button').first().click()
  await page.locator('.whistle-side .whistle h2').filter({ hasText: what }).waitFor()
  await faultless(page, 'board-detail')
})

test('a district opens its streets, which sum to it', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district&sort=name'))
  await loaded(page)
  const name = await page.locator('.figure-table tbody button.link').first().innerText()
  await page.locator('.figure-table tbody button.link').first().click()
  await page.locator('tr.above th', { hasText: name }).waitFor()
  await page.locator('.sums .equal').waitFor()
  expect(page.url()).toContain('by=street')
  const code = new URL(page.url()).searchParams.get('within') ?? ''
  const row = (await figures('by=district')).rows.find((each) => each.group === code)
  expect(await texts(page.locator('tr.above .number-cell .secondary'))).toEqual(row?.shares.map(share_text))
})

test('figures are of an area, a department and a matter at once, in any grouping, and so are lists', async () => {
  const { page } = board
  // The department that owes most, in its own district, and the matter it has most of.
  const busiest = (rows: Messages['FigureRow'][]) =>
    rows.reduce((one, other) => ((other.shares[6]?.of ?? 0) > (one.shares[6]?.of ?? 0) ? other : one))
  const department = busiest((await figures('by=department')).rows).group
  const matter = busiest((await figures(`by=matter&department=${department}`)).rows)
  await page.goto(at('tab=figures&period=today&by=kind'))
  await loaded(page)
  const pick = async (label: string, typed: string) => {
    const input = page.getByRole('combobox', { name: label, exact: true })
    await input.click()
    await input.fill(typed)
    await page.locator('.only-picks [role=option]').first().click()
  }
  await pick('区域', '210102 ')
  await pick('部门', department)
  await pick('事项', matter.group.split(':')[1] ?? '')
  const only = `area=210102&department=${department}&matter=${matter.group}`
  await page.waitForURL((url) => url.searchParams.get('matter') === matter.group)
  expect(new URL(page.url()).searchParams.get('within')).toBe('210102')
  expect(new URL(page.url()).searchParams.get('department')).toBe(department)
  for (const by of ['kind', 'department', 'street', 'none']) {
    await page.getByLabel('分组').selectOption(by)
    const told = (await figures(`by=none&${only}`)).rows[0]?.shares ?? []
    await until(`the numbers by ${by}`, async () => {
      const shown = (await texts(page.locator('.card-number'))).slice(0, 8)
      return shown.join() === told.map(percent_text).join() && page.url().includes(`by=${by}`)
    })
    if (by !== 'none') await page.locator('tr.above .number-cell').first().waitFor()
    if (by === 'street') await page.locator('.sums .equal').waitFor()
  }
  await faultless(page, 'board-only')
  const [row] = (await figures(`by=none&${only}`)).rows
  const delivered = row?.shares[6]?.of ?? 0
  expect(delivered).toBeGreaterThan(0)
  await page.locator('.card').nth(6).locator('.card-parts button').nth(1).click()
  await page.locator('.virtual li').first().waitFor()
  expect(await page.locator('.virtual li').first().getAttribute('aria-setsize')).toBe(String(delivered))
  expect(await page.locator('.behind-head h2').innerText()).toContain('和平区')
  await page.keyboard.press('Escape')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出' }).click().then(() => page.getByRole('link', { name: 'CSV' }).click()),
  ])
  const [head = '', line = ''] = readFileSync(await file.path(), 'utf8').trim().split('\n')
  const at_delivered = head.split(',').findIndex((each) => each.includes('returned') || each.includes('退单率'))
  expect(line.split(',')[at_delivered + 2]).toBe(String(delivered))
})

// 3 天 04:12 or 0:40, in minutes.
function minutes_in(text: string): number {
  const found = /^(?:([\d,]+) 天 )?(\d+):(\d\d)$/.exec(text)
  if (!found) throw new Error(`no time held: ${text}`)
  return Number((found[1] ?? '0').replace(/,/g, '')) * 1440 + Number(found[2]) * 60 + Number(found[3])
}

test('times held add up as they are read: in the table, and beside the trend', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district&sort=name'))
  await loaded(page)
  const held = page.locator('.figure-table tbody tr:not(.above) > td:last-child')
  const rows = (await texts(held)).map(minutes_in)
  const sum = minutes_in((await texts(page.locator('.sums > td:last-child')))[0] ?? '')
  expect(rows.reduce((all, each) => all + each, 0)).toBe(sum)
  expect(minutes_in((await texts(page.locator('.figure-table tr.above > td:last-child')))[0] ?? '')).toBe(sum)
  const bars = (await texts(page.locator('.held .bars .figures'))).map(minutes_in)
  const whole = minutes_in((await texts(page.locator('.held h2 .figures')))[0] ?? '')
  expect(bars.reduce((all, each) => all + each, 0)).toBe(whole)
  expect(whole).toBe(sum)
})

test('the table says by what it is sorted, and tells departments apart where all are in time', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=department'))
  await loaded(page)
  expect(await page.locator('.table-tools').innerText()).toContain('排序：真实按期率；相同时依次看响应率、件均持有时长')
  const { rows, words } = await figures('by=department')
  const index = (name: string) => words.findIndex((each) => each.figure === name)
  const share = (row: Messages['FigureRow'], name: string) => {
    const found = row.shares[index(name)]
    return found && found.of > 0 ? found.counted / found.of : Infinity
  }
  const in_order = [...rows].sort(
    (one, other) =>
      (share(one, 'honest') === share(other, 'honest') ? 0 : share(one, 'honest') - share(other, 'honest')) ||
      (share(one, 'response') === share(other, 'response') ? 0 : share(one, 'response') - share(other, 'response')),
  )
  const shown = await texts(page.locator('.figure-table tbody tr:not(.above) .number-cell:nth-child(4) .percent'))
  expect(shown).toEqual(in_order.slice(0, 50).map((row) => percent_text(row.shares[2] ?? { counted: 0, of: 0 })))
  // The day still runs: nobody is worse for what there is time yet.
  const so_far = '到目前为止应办的'
  expect(await texts(page.locator('.card-plain'))).toEqual([so_far, so_far, '看已结的和超期还没结的件', so_far])
  expect(await page.locator('.as-of').innerText()).toContain('期间未结束')
  // Of a table that is longer than what is seen of it, the sums are in sight.
  await page.locator('.figure-table').evaluate((table) => table.parentElement?.scrollIntoView({ block: 'end' }))
  const hidden_px = await page.locator('.figure-table .sums').evaluate((sums) => {
    const frame = sums.closest('.wide')?.getBoundingClientRect()
    return sums.getBoundingClientRect().bottom - (frame?.bottom ?? 0)
  })
  expect(hidden_px).toBeLessThanOrEqual(0)
  await faultless(page, 'board-sums')
})

test('the map is shaded by the figure that is chosen, and a click goes into the area', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district&figure=returned'))
  await loaded(page)
  await page.locator('.map-panel summary').click()
  await page.locator('.map-panel canvas').first().waitFor()
  await until('a legend in percent', async () =>
    /退单率.*%/s.test(await page.locator('.map-panel .legend').innerText()),
  )
  await page.locator('.map-panel').scrollIntoViewIfNeeded()
  await faultless(page, 'board-map')
  expect(page.url()).toContain('map=1')
  const ground = page.locator('.map-panel .ground')
  await until('the area under the pointer', async () => {
    const box = await ground.boundingBox()
    if (!box) return false
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.3) // drawn by now, or the next time
    // A second click within a quarter of a second is a double one, and looks closer.
    return page.waitForURL(/within=2101\d\d/, { timeout: 3000 }).then(
      () => true,
      () => false,
    )
  })
  await loaded(page)
})

test('the trend has a number for every day, and today’s is today’s', async () => {
  const { page } = board
  const asked: string[] = []
  page.on('request', (one) => one.url().includes('/api/v1/figures') && asked.push(new URL(one.url()).search))
  await page.goto(at('tab=figures&period=30d&by=none'))
  await page.locator('.trend canvas').waitFor()
  await page.locator('.trend summary').click()
  // Of a city that began today one day has numbers, and that is what is said of it.
  const said = await page.locator('.trend h2 .secondary').innerText()
  expect(said).toMatch(/这 30 天里只有 \d\d-\d\d 有数|至周期末 30 天/)
  expect(asked.filter((each) => each.includes('day_by_day'))).toHaveLength(1)
  expect(asked).toHaveLength(2)
  await faultless(page, 'board-trend')
  const honest = (await figures('by=none')).rows[0]?.shares[2]
  if (!honest) throw new Error('no figures')
  expect(await page.locator('.trend tbody tr').count()).toBe(30)
  expect(await texts(page.locator('.trend tbody tr').last().locator('td'))).toEqual([
    percent_text(honest),
    share_text(honest),
  ])
})

test('a saved view comes back, and its link shows another supervisor the same', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=street&figure=response&sort=-response'))
  await loaded(page)
  await page.getByRole('button', { name: '保存的视图' }).click()
  await page.locator('.save-view input').fill('街道响应')
  await faultless(page, 'board-views')
  await page.getByRole('button', { name: '保存当前视图' }).click()
  const link = await page.locator('.view-link input').inputValue()
  await page.goto(at('tab=zero'))
  await page.getByRole('button', { name: '保存的视图' }).click()
  await page.getByRole('link', { name: '街道响应' }).click()
  await loaded(page)
  expect(new URL(page.url()).search).toBe(new URL(link, city.url).search)
  const other = await open(browser, `${city.url}/login`, { ...desktop, colorScheme: 'dark' })
  await log_in(other.page, city.url, 'supervisor-210102', password)
  await other.page.goto(`${city.url}${link}`)
  await loaded(other.page)
  expect(await other.page.locator('.by select').inputValue()).toBe('street')
  expect(await other.page.locator('.card.chosen h2').innerText()).toBe('响应率')
  expect(await other.page.locator('th[aria-sort=descending]').innerText()).toContain('响应率')
  for (const row of await other.page.locator('.figure-table tbody tr:not(.above) th').allInnerTexts())
    expect(row).not.toBe('')
  await faultless(other.page, 'board-dark')
  expect(other.faults).toEqual([])
  await other.context.close()
})

test('the figures are downloaded as a table and as a workbook', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district'))
  await loaded(page)
  const rows = (await figures('by=district')).rows
  for (const format of ['CSV', 'XLSX']) {
    await page.getByRole('button', { name: '导出' }).click()
    if (format === 'CSV') await faultless(page, 'board-export')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: format }).click()])
    const bytes = readFileSync(await file.path())
    if (format === 'XLSX') expect(bytes.subarray(0, 2).toString()).toBe('PK')
    else expect(rows.every((row) => bytes.toString('utf8').includes(row.name))).toBe(true)
    await page.keyboard.press('Escape')
  }
})

test('a list, the care visits and the four zeros are downloaded by the same button, in the language of the page', async () => {
  const { page } = board
  const csv_of = async (query: string) => {
    await page.goto(at(query))
    await page.locator('.virtual li, .figure-table tbody tr').first().waitFor()
    return csv_downloaded(page)
  }
  const list = await csv_of('tab=figures&period=today&by=district&of=returned&part=of')
  const [above] = (await figures('by=none')).rows
  expect(list.lines).toHaveLength(above?.shares[6]?.of ?? 0)
  expect(list.name).toMatch(/^figures-returned-of-2101-/)
  expect(list.head).toBe(
    '哨编号,短号,事项,事项编码,区域,区域编码,哨型,阶段,主办部门,主办编码,上报时间,办结期限,办结时间,历时小时,超期,' +
      '名单,分组,起,止,统计时刻,期间,区域,部门,事项',
  )
  for (const line of list.lines) expect(line).toMatch(/,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00,/)
  const care = await csv_of('tab=care&period=30d&by=district')
  expect(care.head).toBe('编码,名称,走访率 %,应走访,已走访,未结,漏访,起,止,统计时刻,期间,区域')
  const zeros = await csv_of('tab=zero&period=30d&by=district')
  expect(zeros.head).toBe('编码,名称,信访,事故,案件,疫情,起,止,统计时刻,期间,区域')
  expect(zeros.lines).toHaveLength(14) // thirteen districts and their sum
})

test('everything is reached by the keyboard alone', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district&sort=name'))
  await loaded(page)
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-at') ?? document.activeElement?.className ?? '')
  await until('the first number', async () => {
    await page.keyboard.press('Tab')
    return (await focused()) === '0 0'
  })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  expect(await focused()).toBe('1 7')
  await page.keyboard.press('ArrowLeft')
  const said = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  expect(said).toContain('退单率')
  await page.keyboard.press('Enter')
  await page.locator('.virtual li .line-what').first().waitFor()
  await until('the first line', async () => {
    await page.keyboard.press('Tab')
    return (await focused()) === 'line'
  })
  await page.keyboard.press('End')
  await until('the last line', () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('li')
      return row !== null && row?.getAttribute('aria-posinset') === row?.getAttribute('aria-setsize')
    }),
  )
  await page.keyboard.press('Enter')
  await page.locator('.whistle-side .whistle h2').waitFor()
  await page.locator('.side-close').press('Escape')
  await page.locator('.whistle-side').waitFor({ state: 'detached' })
  await page.locator('.behind-head button').first().press('Escape')
  await loaded(page)
})

test('says so when the server is away, and goes on when it is back', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=kind'))
  await loaded(page)
  await page.context().setOffline(true)
  await page.getByLabel('分组').selectOption('district')
  await page.locator('.problem-note').waitFor()
  await faultless(page, 'board-offline')
  await page.context().setOffline(false)
  await page.locator('.problem-note').waitFor({ state: 'detached' })
  await loaded(page)
})

test('makes up no shares of days to come', async () => {
  const { page } = board
  const next_year = `${Math.floor(today() / 10_000) + 1}0101`
  await page.goto(at(`tab=figures&period=${next_year}-${next_year}&by=district`))
  await page.getByText('还没有到').waitFor()
  expect(await page.locator('.card-number, .board-tools .drop-panel').count()).toBe(0)
  await faultless(page, 'board-to-come')
})

test('prints without what only a screen needs', async () => {
  const { page } = board
  await page.goto(at('tab=figures&period=today&by=district'))
  await loaded(page)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.print-only').innerText()).toMatch(/沈阳.*指标.*\d{4}-\d{2}-\d{2}/)
  for (const gone of ['.frame-bar', '.tabs', '.board-picks', '.board-tools'])
    expect(await page.locator(gone).isVisible()).toBe(false)
  await shoot(page, 'board-print')
  await page.emulateMedia({ media: 'screen' })
  // As many rows as paper takes, of which the screen has the first fifty, and what is left out is said.
  await page.goto(at('tab=zero&period=today&by=community'))
  await loaded(page)
  const rows = page.locator('.figure-table tbody tr:not(.above)')
  expect(await rows.count()).toBe(50)
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  expect(await rows.count()).toBe(1000)
  expect(await page.locator('.print-only').last().textContent()).toMatch(/纸上是前 1000 行，共 2703 行/)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await rows.count()).toBe(50)
})

test('a list is read to its end before it is printed, and stands on as many sheets as it takes', async () => {
  const { page } = board
  const all = (await figures('by=none')).rows[0]?.shares[6]?.of ?? 0
  expect(all).toBeGreaterThan(40)
  await page.goto(at('tab=figures&period=today&by=district&of=returned&part=of'))
  await page.locator('.virtual li .line-what').first().waitFor()
  expect(await page.locator('.virtual li').count()).toBeLessThan(all)
  await page.evaluate(() => {
    window.print = () => {
      const rows = document.querySelectorAll('.virtual li .line-what').length
      Object.assign(window, { on_paper: { rows, text: document.querySelector('.board')?.textContent } })
    }
  })
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByRole('button', { name: '打印' }).click()
  await page.waitForFunction(() => 'on_paper' in window)
  const seen = await page.evaluate(() => (window as unknown as { on_paper: { rows: number; text: string } }).on_paper)
  expect(seen.rows).toBe(all)
  expect(seen.text).not.toContain('纸上是前')
  // What is only shifted from its place stays on the first sheet.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const lies = await page.locator('.virtual li').evaluateAll((rows) => rows.map((row) => getComputedStyle(row).position))
  expect(lies).toEqual(Array.from({ length: all }, () => 'static'))
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
})

test('nothing went wrong on the way', () => {
  expect(board.faults).toEqual([])
})
