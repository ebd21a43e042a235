// What a supervisor does from the board: looks at what is late, orders, decides; care visits and the four zeros; and all of it
// narrow and large.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { csv_downloaded, faultless, loaded, texts } from '../board_page'
import { desktop, launch, log_in, open, type Seen } from '../browser'
import { City, password, until } from '../city'
import { one_day_for, Seat, today } from '../seat'

let city: City
let browser: Browser
let board: Seen
let chief: Seat // the same supervisor, elsewhere

beforeAll(async () => {
  await one_day_for(4)
  city = await City.start()
  city.gridwhistle('swarm', '--pack', city.pack, '--whistles', '90', '--live', '60', '--seed', '7')
  browser = await launch()
  board = await open(browser, `${city.url}/login`, desktop)
  await log_in(board.page, city.url, 'supervisor-2101', password)
  chief = await Seat.take(city.url, 'supervisor-2101')
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

const at = (query: string) => `${city.url}/board?${query}`

test('what is late stands by how long, and is urged and supervised from its row', async () => {
  const { page } = board
  const rows = (await chief.inbox('area=2101'))
    .filter((row) => row.stage === 'dispatched' && row.lead !== '')
    .slice(0, 6)
  for (const each of rows)
    await chief.give(each.whistle_id, 'supervise', { text: '请尽快办结', due_at_ms: Date.now() + 4000 })
  await page.goto(at('tab=late'))
  await until('all of them are late', async () => (await page.locator('.late-row').count()) >= rows.length)
  await faultless(page, 'board-late')
  const id = new URL(await open_first(page)).pathname.split('/').pop() ?? ''
  await page.locator('.side-close').click()
  await page.locator('.late-row').first().getByRole('button', { name: '催办', exact: true }).click()
  await faultless(page, 'board-urge')
  await page.getByRole('button', { name: '发出' }).click()
  await until('it is urged', async () => (await page.locator('.behind-head .said').innerText()) === '已催办')
  await page.locator('.late-row').first().getByRole('button', { name: '督办', exact: true }).click()
  await page.locator('dialog[open] textarea').fill('两小时内到场')
  await page.getByRole('button', { name: '2 小时后', exact: true }).click()
  await faultless(page, 'board-supervise')
  await page.getByRole('button', { name: '发出' }).click()
  await until('it is supervised', async () => (await page.locator('.behind-head .said').innerText()) === '已督办')
  const { state } = await chief.show(id)
  expect(state?.supervised_by).toBe('supervisor-2101')
  expect(state?.history.map((each) => each.event).slice(-2)).toEqual([43, 44]) // urged, supervised
})

test('what is late is downloaded in its order, of everybody and of one department', async () => {
  const { page } = board
  await page.goto(at('tab=late'))
  const shown = page.locator('.behind-head h2')
  await page.locator('.late-row').first().waitFor()
  const all = await csv_downloaded(page)
  expect(all.name).toMatch(/^late-2101-\d{4}-\d\d-\d\d\.csv$/)
  expect(all.head).toContain('上报时间,时钟,由谁,由谁编码,期限,超期小时,待决定,名单,范围,只看,统计时刻')
  expect(await shown.innerText()).toContain(` ${all.lines.length} `)
  const limits = all.lines.map((line) => Date.parse(/,(\d{4}-[^,]+),[\d.]+,[^,]*,超期,/.exec(line)?.[1] ?? ''))
  expect(limits.length).toBeGreaterThan(1)
  expect(limits).toEqual([...limits].sort((one, next) => one - next))
  const holder = /,(dept\/[^,]+),/.exec(all.lines.join('\n'))?.[1] ?? ''
  await page.locator('.behind-head select').selectOption(holder.slice('dept/'.length))
  await page.waitForURL(/department=/)
  const own = await csv_downloaded(page)
  expect(own.lines).toEqual(own.lines.filter((line) => line.includes(`,${holder},`)))
  expect(own.lines).toHaveLength(all.lines.filter((line) => line.includes(`,${holder},`)).length)
})

test('what is late is sorted by another column with the keyboard, and a link opens it so', async () => {
  const { page } = board
  await page.goto(at('tab=late'))
  await page.locator('.late-row').first().waitFor()
  const who = () => texts(page.locator('.late-row .line-second > span:first-child'))
  const ranks = async () => (await texts(page.locator('.late-row .rank'))).map(Number)
  const by_length = await ranks()
  expect(by_length).toEqual(by_length.map((_, i) => i + 1))
  await page.getByRole('button', { name: '按由谁负责排序' }).press('Enter')
  await page.waitForURL((url) => url.searchParams.get('sort') === 'department')
  await page.getByRole('button', { name: '按由谁负责排序，现为升序' }).waitFor()
  await faultless(page, 'board-late-sorted')
  const names = await who()
  const firsts = names.filter((name, i) => name !== names[i - 1])
  expect(firsts, 'each stands together').toEqual([...new Set(firsts)])
  expect([...(await ranks())].sort((one, other) => one - other)).toEqual(by_length)
  await page.reload()
  await page.locator('.late-row').first().waitFor()
  await until('as before', async () => (await who()).join() === names.join())
  await page.getByRole('button', { name: '按由谁负责排序，现为升序' }).press('Enter')
  await page.waitForURL((url) => url.searchParams.get('sort') === '-department')
  await page.getByRole('button', { name: '按超期时长排序' }).press('Enter')
  await page.waitForURL((url) => !url.searchParams.has('sort'))
  await until('the longest first', async () => (await ranks()).join() === by_length.join())
})

async function open_first(page: Page): Promise<string> {
  await page.locator('.late-row button.line').first().click()
  await page.locator('.whistle-side .whistle h2').waitFor()
  return page.url()
}

test('somebody was faster: it is said who, and what was written stays', async () => {
  const { page } = board
  await page.goto(at('tab=late'))
  const id = new URL(await open_first(page)).pathname.split('/').pop() ?? ''
  await page.locator('.side-acts').getByRole('button', { name: '督办', exact: true }).click()
  await page.locator('dialog[open] textarea').fill('请说明原因')
  await chief.give(id, 'urge', { text: '我先催一下' })
  await page.getByRole('button', { name: '发出' }).click()
  await page.locator('.meanwhile').waitFor()
  expect(await page.locator('.meanwhile').innerText()).toMatch(/[\u4e00-\u9fff]{2,3} .*前：催办/)
  expect(await page.locator('dialog[open] textarea').inputValue()).toBe('请说明原因')
  await faultless(page, 'board-meanwhile')
  await page.getByRole('button', { name: '发出' }).click()
  await until('it is supervised', async () => (await page.locator('.side-acts .said').innerText()) === '已督办')
})

test('an extension that was asked for is granted from its row', async () => {
  const { page } = board
  const [row] = (await chief.inbox('area=2101')).filter(
    (each) => each.lead !== '' && each.stage === 'dispatched' && each.kind === 'routine',
  )
  if (!row) throw new Error('no whistle that could be extended')
  const clerk = row.seat || row.lead
  city.gridwhistle('report-in', row.whistle_id, '--as', `clerk-${clerk}`)
  city.gridwhistle(
    'request-extension',
    row.whistle_id,
    '--as',
    `clerk-${clerk}`,
    '--more',
    '1 natural_day',
    '--reason',
    '缺备件',
  )
  await page.goto(at('tab=decide'))
  await page.getByRole('button', { name: '同意', exact: true }).first().waitFor()
  expect(await page.locator('.awaited').first().innerText()).toContain('申请延期')
  await faultless(page, 'board-decide')
  const file = await csv_downloaded(page)
  expect(file.name).toMatch(/^awaiting-2101-/)
  expect(file.lines.filter((line) => line.startsWith(row.whistle_id) && line.includes(',延期审批,'))).toHaveLength(1)
  expect(file.lines).toHaveLength(await page.locator('.virtual li').count())
  await page.getByRole('button', { name: '同意', exact: true }).first().click()
  await page.getByRole('button', { name: '发出' }).click() // a yes needs no words
  await page.getByText('没有待裁定、待审批的').waitFor()
  const { state } = await chief.show(row.whistle_id)
  expect(state?.obligations[0]?.extensions).toBe(1)
})

test('a return that was rejected says in its list who ruled so, when and why', async () => {
  const { page } = board
  const rows = (await chief.inbox('area=2101')).filter((each) => each.lead !== '' && each.stage === 'dispatched')
  const row = rows.find((each) => each.kind === 'routine' && !each.source_reference.startsWith('care/'))
  const proposed = rows.find((each) => each.lead !== row?.lead)?.lead
  if (!row || !proposed) throw new Error('no whistle that could be returned')
  const clerk = await Seat.take(city.url, `clerk-${row.seat || row.lead}`)
  await clerk.give(row.whistle_id, 'return', { reason: '不归我们管', evidence: '现场照片', proposed })
  await page.goto(at('tab=figures&period=today&by=none&of=unfounded&part=of'))
  await page.locator('.line-third', { hasText: '尚未裁定' }).waitFor()
  const { state } = await chief.show(row.whistle_id)
  const officer = await Seat.take(city.url, `desk-${state?.obligations[0]?.ruling_desk}`)
  const reason = '清单上就是贵部门'
  await officer.give(row.whistle_id, 'rule', { department: row.lead, ruling: 'rejected', reason })
  await page.goto(at('tab=figures&period=today&by=none&of=unfounded&part=counted'))
  const line = page.locator('.virtual li', { hasText: reason }).locator('.line-third')
  await line.waitFor()
  expect(await line.innerText()).toMatch(/的退单：驳回退单，[\u4e00-\u9fff]{2,3} \d\d-\d\d \d\d:\d\d 裁定，理由：/)
  await faultless(page, 'board-unfounded')
  await clerk.give(row.whistle_id, 'report_in')
  await in_english_on_one_line(page, row.whistle_id)
})

// At 1440 px, of badges and of the roll's instants and states: English has the longer words.
async function in_english_on_one_line(page: Page, id: string): Promise<void> {
  await page.getByRole('button', { name: 'English' }).click()
  await page.goto(`${city.url}/board/${id}?tab=figures&period=today&by=none&of=unfounded&part=counted`)
  const roll = page.locator('.whistle-side .roll')
  await roll.getByText('Reported in', { exact: true }).last().waitFor()
  const broken = await page.evaluate(() =>
    [...document.querySelectorAll('.sla, .chip, .roll [role=cell]:not(:first-child)')].flatMap((each) =>
      [...each.childNodes, ...[...each.children].flatMap((child) => [...child.childNodes])].flatMap((node) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)))
        return node.nodeType === Node.TEXT_NODE && lines.size > 1 ? [node.textContent] : []
      }),
    ),
  )
  expect(broken).toEqual([])
  await faultless(page, 'board-english')
  await page.getByRole('button', { name: '中文' }).click()
}

test.each(['care', 'zero'] as const)('the numbers of %s are the server’s, and open their lists', async (tab) => {
  const { page } = board
  await page.goto(at(`tab=${tab}&period=30d&by=community`))
  await loaded(page)
  const path = tab === 'care' ? 'care' : 'zero-board'
  const days = await page.locator('.as-of').innerText()
  const [from = '', to = ''] = [...days.matchAll(/\d{4}-\d{2}-\d{2}/g)].map(([day]) => day.replace(/-/g, ''))
  const all = await chief.read<Messages['ZeroBoardTable']>(`${path}?from=${from}&to=${to}&by=none`)
  const counts = (all.rows[0]?.counts ?? []).map(Number)
  const said = tab === 'care' ? [counts.reduce((sum, each) => sum + each, 0), ...counts] : counts
  expect(await texts(page.locator('tr.above button.number'))).toEqual(said.map(String))
  expect(await page.locator('.sums .equal').innerText()).toBe('✓ 与合计一致')
  await faultless(page, `board-${tab}`)
  const first = said.findIndex((each) => each > 0)
  if (first < 0) return
  await page.locator('tr.above button.number').nth(first).click()
  await page.locator('.virtual li').first().waitFor()
  expect(await page.locator('.virtual li').first().getAttribute('aria-setsize')).toBe(String(said[first]))
  await faultless(page, `board-${tab}-behind`)
})

test('as many care visits are open on the board as with those who owe them, and each says which it is', async () => {
  const { page } = board
  await page.goto(at('tab=care&period=today&by=community'))
  await page.locator('.as-of').waitFor()
  const visits = (await chief.inbox('area=2101')).filter((row) => row.source_reference.startsWith('care/'))
  const day = today()
  const table = await chief.read<Messages['CareSharesTable']>(`care?from=${day}&to=${day}&by=none`)
  const here = Number(table.rows[0]?.counts[1] ?? 0)
  expect(here + Number(table.open_of_earlier)).toBe(visits.length)
  expect(visits.length).toBeGreaterThan(20)
  const earlier = Number(table.open_of_earlier)
  if (earlier > 0) expect(await page.locator('.care-open').innerText()).toContain(`在办走访共 ${visits.length} 件`)
  await faultless(page, 'board-care-open')
  if (earlier > 0) {
    await page.getByRole('button', { name: '看本季度以来' }).click()
    await until('those that began in this quarter', async () =>
      (await texts(page.locator('tr.above button.number')))[2] === String(visits.length),
    )
  }
  const { department = '' } = { department: visits[0]?.lead }
  const clerk = await open(browser, `${city.url}/login`, desktop)
  await log_in(clerk.page, city.url, `clerk-${department}`, password)
  await clerk.page.goto(`${city.url}/desk?queue=report_in`)
  const row = clerk.page.locator('.queue-line').filter({ hasText: '前走访 EX-' })
  await row.first().waitFor()
  const rows = await texts(row.locator('.queue-text'))
  expect(new Set(rows).size).toBe(rows.length)
  expect(rows[0]).toMatch(/^\d\d-\d\d 前走访 EX-\d+-\d+（.+）$/)
  await faultless(clerk.page, 'desk-care')
  expect(clerk.faults).toEqual([])
  await clerk.context.close()
})

test('is whole at 320 px and at twice the size', async () => {
  const { page } = board
  for (const [name, width, height] of [
    ['narrow', 320, 720],
    ['zoomed', 720, 450], // 1440 x 900 at 200 %
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const tab of ['figures', 'late', 'decide', 'care', 'zero']) {
      await page.goto(at(`tab=${tab}`))
      await page.locator('.board h2, .figure-table, .empty-note').first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${tab} ${name}`).toBeLessThanOrEqual(
        width,
      )
      await faultless(page, `board-${tab}-${name}`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('nothing went wrong on the way', () => {
  expect(board.faults).toEqual([])
})
