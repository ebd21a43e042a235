// A night in the command centre, on a real server: a matter nobody knows comes to the desk by itself, is repaired and filed; a return
// is ruled upon with what was done before; another lead, a helper, more time, a joint whistle's roll call, a storm. Once by mouse and
// once by keyboard alone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { short_id } from '../../../web/src/base/short_id'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { walk_to_row } from '../hands'
import { Seat } from '../seat'

const officer = 'desk-210102'
const noise = { kind: 'matter', code: '06028' } as const // 噪声扰民: closes without verification
const other_lead = '和平区城市管理和综合行政执法局'
let city: City
let browser: Browser
let desk: Seen
let page: Page
let walker: Seat
let area = ''
const seats = new Map<string, Seat>()

async function seat(user: string): Promise<Seat> {
  const taken = seats.get(user) ?? (await Seat.take(city.url, user))
  seats.set(user, taken)
  return taken
}
// Whoever may act for the lead: at night that can be another department's seat.
async function clerk_of(id: string): Promise<Seat> {
  const owed = (await walker.show(id)).state?.obligations[0]
  return seat(`clerk-${owed?.seat || owed?.department}`)
}
const blow = (report: Partial<Messages['Report']>) => walker.blow({ area, kind: 'routine', source: 'handheld', ...report })
const state_of = async (id: string) => (await walker.show(id)).state
const row_of = (id: string) => page.locator(`#row-${id}`)
const form = () => page.locator('.open-form')

beforeAll(async () => {
  city = await City.start()
  const walk = city.enrolled().find((each) => each.role === 'grid_worker' && each.area.startsWith('210102'))
  area = walk?.area ?? ''
  walker = await seat(walk?.user ?? '')
  browser = await launch()
  desk = await open(browser, city.url, desktop)
  page = desk.page
  await log_in(page, city.url, officer, password)
  await page.getByText('没有待办', { exact: true }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

// The same steps, by a pointer or by keys alone.
interface Hands {
  open_row: (id: string) => Promise<void>
  offer: (name: string) => Promise<void>
  first_suggestion: () => Promise<void>
  choose: (word: string) => Promise<void>
  pick: (label: string, typed: string) => Promise<void>
  write: (text: string) => Promise<void>
  send: () => Promise<void>
  leave: () => Promise<void>
}

const mouse: Hands = {
  open_row: (id) => row_of(id).click(),
  offer: async (name) => {
    const button = page.locator('.offers').getByRole('button', { name, exact: true })
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  },
  first_suggestion: () => form().locator('.candidates input').first().click(),
  choose: (word) => form().locator('.choice label', { hasText: word }).first().click(),
  async pick(label, typed) {
    await form().getByRole('combobox', { name: label }).fill(typed)
    await form().getByRole('option').first().click()
  },
  write: (text) => form().locator('textarea').fill(text),
  send: () => form().locator('button.primary').click(),
  leave: () => page.getByRole('button', { name: '关闭（Esc）' }).click(),
}

// Presses Tab until what has the focus is what is looked for.
async function tab_to(what: string, key = 'Tab'): Promise<void> {
  for (let turn = 0; turn < 250; turn += 1) {
    if (await page.evaluate((css) => document.activeElement?.matches(css) ?? false, what)) return
    await page.keyboard.press(key)
  }
  throw new Error(`no way to ${what} by ${key}`)
}
const focus_in_form = () => page.evaluate(() => document.activeElement?.closest('.open-form') !== null)

const keys: Hands = {
  async open_row(id) {
    await row_of(id).waitFor()
    await tab_to('.queue-list', 'Shift+Tab')
    await walk_to_row(page, id)
    await page.keyboard.press('Enter')
    await page.locator('.action-panel').waitFor()
  },
  async offer(name) {
    const button = page.locator('.offers').getByRole('button', { name, exact: true })
    await button.waitFor()
    if ((await button.getAttribute('aria-expanded')) === 'true') {
      await until('focus in the form', focus_in_form)
      return
    }
    const back = await focus_in_form()
    await tab_to('.offers button', back ? 'Shift+Tab' : 'Tab')
    for (let turn = 0; turn < 12 && !(await button.evaluate((each) => each === document.activeElement)); turn += 1) {
      await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    }
    await page.keyboard.press('Enter')
    await until('focus in the form', focus_in_form)
  },
  first_suggestion: () => page.keyboard.press('1'),
  async choose(word) {
    await tab_to('.choice input')
    for (let turn = 0; turn < 4; turn += 1) {
      if (await form().locator('.choice label', { hasText: word }).first().locator('input').isChecked()) return
      await page.keyboard.press(turn === 0 ? 'Space' : 'ArrowDown')
    }
  },
  async pick(label, typed) {
    const box = form().getByRole('combobox', { name: label })
    for (let turn = 0; turn < 40 && !(await box.evaluate((each) => each === document.activeElement)); turn += 1) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.insertText(typed)
    await form().getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
  },
  async write(text) {
    await tab_to('.open-form textarea')
    await page.keyboard.insertText(text)
  },
  send: () => page.keyboard.press('Control+Enter'),
  async leave() {
    await page.keyboard.press('Escape')
    if (await page.locator('.detail').isVisible()) await page.keyboard.press('Escape')
  },
}

// Sent, and its form is gone: what the page does with the focus then, it has done.
async function send_away(hands: Hands): Promise<void> {
  await until('it can be sent', () => form().locator('button.primary').isEnabled())
  await hands.send()
  await form().waitFor({ state: 'detached' })
}

// Nothing that axe finds, in both themes.
async function sound(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    expect(await axe(page), `${name}, ${theme}`).toEqual([])
    await shoot(page, `dispatch-${name}-${theme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function close_one_of_the_same(): Promise<string> {
  const id = await blow({ matter: noise, text: '早先的一件' })
  const lead = (await state_of(id))?.obligations[0]?.department ?? ''
  const clerk = await clerk_of(id)
  await clerk.give(id, 'report-in')
  await clerk.give(id, 'handle', { result: '已劝止' })
  await until('closed', async () => (await state_of(id))?.stage === 'closed')
  return lead
}

async function night(hands: Hands, name: string): Promise<void> {
  const former = await close_one_of_the_same()

  // Nobody knows the matter: it comes by itself, with what its text may be about.
  const id = await blow({ text: `半夜施工，噪声扰民，${name}` })
  await row_of(id).getByText('事项不明').first().waitFor()
  await hands.open_row(id)
  await form().locator('.candidates').getByText('噪声扰民').first().waitFor()
  await hands.first_suggestion()
  await form().getByText('责任清单派给').waitFor()
  await sound(`file-${name}`)
  await send_away(hands)
  await row_of(id).waitFor({ state: 'detached' })
  const filed = await until('dispatched', async () => {
    const state = await state_of(id)
    return state?.stage === 'dispatched' ? state : null
  })
  expect(filed.report?.matter).toEqual(noise)
  await hands.leave()

  // "Not ours": what the department said, who did it before, and another lead.
  const clerk = await clerk_of(id)
  const lead = filed.obligations[0]?.department ?? ''
  const proposed = '210102-urban_management'
  await clerk.give(id, 'return', { reason: '不是夜间施工', evidence: '现场照片三张', proposed })
  await row_of(id).getByText(/^退单待裁定 · 已 \d+ (秒|分)$/).waitFor()
  if (name === 'mouse') {
    // Whoever picks what is wanted goes on by the keys of the list.
    await page.locator('.filters button', { hasText: '退单待裁定' }).click()
    await until('the list has the focus, and its first row the cursor', () =>
      page.evaluate(
        () =>
          document.activeElement?.classList.contains('virtual-list') === true &&
          document.querySelector('.virtual-row.cursor')?.getAttribute('aria-posinset') === '1',
      ),
    )
    await page.locator('.filters button', { hasText: '全部' }).click()
  }
  expect(await page.locator('.virtual-row').first().getAttribute('id')).toBe(`row-${id}`)
  await hands.open_row(id)
  await form().getByText('现场照片三张').waitFor()
  expect(await form().locator('.tally').innerText()).toContain('以往同类由谁办到结案')
  expect(former).toBe(lead)
  await hands.choose(`同意退单，改由${other_lead}`)
  await form().locator('.choice label', { hasText: other_lead }).locator('input:checked').waitFor()
  await hands.write('照片属实')
  await sound(`rule-${name}`)
  await send_away(hands)
  await until('ruled', async () => (await state_of(id))?.obligations[0]?.department === proposed)
  await row_of(id).waitFor({ state: 'detached' })

  // Another lead once more, and a helper beside it.
  await hands.offer('改派')
  await hands.pick('另选部门', '和平区 环境卫生')
  await hands.pick('加一个协办', '和平区水务局')
  await hands.send()
  await form().locator('.missing-note', { hasText: '请填写：理由' }).waitFor()
  await until('what lacks has the focus', () =>
    form().locator('textarea').evaluate((each) => each === document.activeElement && each.hasAttribute('aria-describedby')),
  )
  await sound(`missing-${name}`)
  await hands.write('渣土由环卫清理')
  await sound(`redispatch-${name}`)
  await send_away(hands)
  const anew = await until('redispatched', async () => {
    const state = await state_of(id)
    return state?.obligations.some((each) => each.part === 'helper') ? state : null
  })
  const called = anew.obligations.filter((each) => each.stage === 'owed').map((each) => each.department)
  expect(called).toEqual(['210102-sanitation', '210102-water_affairs'])
  await page.locator('.roll').getByText('和平区水务局', { exact: true }).waitFor()
  await hands.leave()

  // More time.
  const next = await clerk_of(id)
  await next.give(id, 'report-in')
  await next.give(id, 'request-extension', { more: anew.obligations[0]?.handle_limit ?? anew.handle_limit, reason: '等配件' })
  await row_of(id).getByText('申请延期').waitFor()
  await hands.open_row(id)
  await form().getByText('等配件').waitFor()
  await hands.choose('同意')
  await sound(`extension-${name}`)
  await send_away(hands)
  await until('granted', async () => (await state_of(id))?.obligations[0]?.extensions === 1)
  await row_of(id).waitFor({ state: 'detached' })
  // The last has gone: no cursor is spoken of, and no keys are offered for what is not there.
  await page.locator('.gone', { hasText: `#${short_id(id)}` }).waitFor()
  expect(await page.locator('.gone').innerText()).toBe(`#${short_id(id)} 已离开待办`)
  await page.getByText('没有待办', { exact: true }).waitFor()
  expect(await page.locator('.keys').count()).toBe(0)
  await sound(`emptied-${name}`)
  await hands.leave()
}

describe('the command centre', () => {
  it('has nothing to do at first, and says so', async () => {
    await page.locator('.ground canvas').first().waitFor()
    await page.getByText('新的会自己出现').waitFor()
    expect(await page.locator('.keys').count()).toBe(0)
    await sound('empty')
    await page.locator('.filters button', { hasText: '退单待裁定' }).click()
    await page.getByText('没有“退单待裁定”的哨件').waitFor()
    expect(await page.locator('.queue-pane .empty-note').innerText()).not.toContain('其他待办')
    await page.locator('.filters button', { hasText: '全部' }).click()
  })

  it('repairs, files, rules, redispatches and grants by mouse', () => night(mouse, 'mouse'))
  it('repairs, files, rules, redispatches and grants by keyboard alone', () => night(keys, 'keys'))

  it('calls the roll of a joint whistle', async () => {
    const id = await blow({ text: '楼顶加盖一层' })
    await mouse.open_row(id)
    await mouse.pick('事项', '06001')
    await form().locator('select').selectOption('joint')
    await form().locator('.forecast > p', { hasText: '协办：' }).waitFor()
    await mouse.send()
    const roll = page.locator('.roll')
    await roll.getByText('和平区住房和城乡建设局', { exact: true }).waitFor()
    const owed = (await state_of(id))?.obligations ?? []
    expect(owed.length).toBe(4)
    await page.getByText(`应到 ${owed.length}，已报到 0`).waitFor()
    await (await clerk_of(id)).give(id, 'report-in')
    await page.getByText(`应到 ${owed.length}，已报到 1`).waitFor()
    await sound('joint')
    await mouse.leave()
  })

  it('shows on the map what stands in the list, and in the ticker what happens', async () => {
    await page.locator('.ground:not([data-points="0"])').waitFor()
    await until('some lines', async () => (await page.locator('.ticker li').count()) > 3)
    await page.getByRole('button', { name: '暂停' }).click()
    const before = await page.locator('.ticker li').count()
    await blow({ matter: noise, text: '又一件' })
    await page.getByRole('button', { name: /条新的/ }).click()
    await until('the ticker goes on', async () => (await page.locator('.ticker li').count()) > before)
  })

  it('keeps what others do behind one button, and every open whistle in one of the two lists', async () => {
    const number = async (name: string) =>
      Number(/\d+/.exec(await page.locator('.lists button', { hasText: name }).innerText())?.[0])
    const on_map = async () => Number(await page.locator('.ground').getAttribute('data-points'))
    await until('as many as on the map', async () => (await number('待办')) + (await number('他人在办')) === (await on_map()))
    await page.locator('.lists button', { hasText: '他人在办' }).click()
    await until('a row for each', async () => {
      const rows = Number(await page.locator('.virtual-row').first().getAttribute('aria-setsize'))
      return rows === (await number('他人在办'))
    })
    await sound('others')
    await page.locator('.filters button', { hasText: '待报到' }).click()
    await page.locator('.virtual-row .chip', { hasText: '已派遣' }).first().waitFor()
    await page.locator('.lists button', { hasText: '待办' }).click()
    await page.getByText('没有待办', { exact: true }).waitFor()
  })

  it('goes from whistle to whistle on the map by keys, and lists them all', async () => {
    await page.locator('.ground').focus()
    await page.keyboard.press('PageDown')
    await page.locator('.told', { hasText: /^1 \/ / }).waitFor()
    await page.keyboard.press('PageUp')
    const last = await page.locator('.told').innerText()
    expect(last).toMatch(/^(\d+) \/ \1 /)
    await sound('walk')
    await page.keyboard.press('Enter')
    await page.locator('.action-panel').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.action-panel').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /列出图上 \d+ 件/ }).click()
    await until('a row for each', async () => {
      const rows = Number(await page.locator('.virtual-row').first().getAttribute('aria-setsize'))
      return rows === Number(await page.locator('.ground').getAttribute('data-points'))
    })
    await page.getByRole('button', { name: '回到待办' }).click()
  })

  it('lists what a department has, from its load', async () => {
    const load = page.locator('.loads li').first()
    const [leads = 0, helps = 0] = ((await load.innerText()).match(/主办 (\d+)，协办 (\d+)/) ?? []).slice(1).map(Number)
    await load.locator('button').click()
    await page.locator('.queue-pane h2', { hasText: (await load.locator('button').innerText()).trim() }).waitFor()
    expect(leads + helps).toBeGreaterThan(0)
    await until('as many as its load says', async () =>
      Number(await page.locator('.virtual-row').first().getAttribute('aria-setsize')) === leads + helps,
    )
    await sound('department')
    await page.getByRole('button', { name: '回到待办' }).click()
  })

  it('lists its keys', async () => {
    await page.locator('.pane-head').first().click()
    await page.keyboard.press('?')
    await page.locator('dialog .key-list').waitFor()
    await sound('keys')
    await page.keyboard.press('Escape')
  })

  it('joins a storm under one umbrella', async () => {
    const ids: string[] = []
    for (let i = 0; i < 12; i += 1) ids.push(await blow({ matter: { kind: 'component', code: '01012' }, text: `井盖翘起 ${i}` }))
    await page.locator('.storm').getByText('疑似同一事件').waitFor()
    await sound('storm')
    await page.setViewportSize({ width: 320, height: 800 })
    const head = await page.locator('.storms').evaluate((box) => box.getBoundingClientRect().bottom)
    expect(head, 'the work is in sight beside a storm').toBeLessThan(270)
    await sound('storm-320')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.locator('.storm').getByRole('button', { name: '并为一件' }).click()
    await sound('storm-dialog')
    await page.locator('dialog').getByRole('button', { name: /^并案/ }).click()
    await page.locator('dialog').getByText(/已并入 \d+ 件，0 件没有成功/).waitFor()
    await page.locator('dialog').getByRole('button', { name: '关闭' }).click()
    const joined = await Promise.all(ids.map(async (id) => (await state_of(id))?.stage))
    expect(joined.filter((stage) => stage === 'joined').length).toBeGreaterThanOrEqual(11)
    await page.locator('.storm').waitFor({ state: 'detached' })
  })

  it('finds a whistle by its number, and joins several to it at once', async () => {
    const ids: string[] = []
    for (let i = 0; i < 3; i += 1) ids.push(await blow({ matter: noise, text: `同一处噪声 ${i}` }))
    const [umbrella = '', ...members] = ids
    await page.locator('.pane-head').first().click()
    await page.keyboard.press('/')
    await page.locator('.palette input').fill('批量并案')
    await page.locator('#palette-0', { hasText: /噪声扰民.*[3-9] 件/ }).waitFor()
    await page.locator('.palette input').fill(`#${short_id(umbrella)}`)
    await page.locator('#palette-0', { hasText: '同一处噪声 0' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator(`.whistle[data-id="${umbrella}"]`).waitFor()
    await mouse.offer('并案')
    await form().getByRole('button', { name: '把几件一起并入…' }).click()
    for (const id of members) await page.locator('.storm-dialog label', { hasText: `#${short_id(id)}` }).locator('input').check()
    await page.locator('.storm-dialog').getByRole('button', { name: '并案 2 件' }).click()
    await page.locator('.storm-dialog').getByText('已并入 2 件，0 件没有成功').waitFor()
    await page.locator('.storm-dialog').getByRole('button', { name: '关闭' }).click()
    for (const id of members) expect((await state_of(id))?.stage).toBe('joined')
    await mouse.leave()
  })

  it('says who was faster, and keeps what was typed', async () => {
    const id = await blow({ matter: noise, text: '两人同时' })
    await page.goto(`${city.url}/dispatch/${id}`)
    await mouse.offer('催办')
    await mouse.write('请尽快到场')
    // Somebody is faster by the time it arrives: the page names a version that is past.
    const clerk = await clerk_of(id)
    await page.route('**/urge', async (route) => {
      await clerk.give(id, 'report-in')
      await route.continue()
    })
    await mouse.send()
    await page.locator('.refused').getByText('您看到之后，哨件已有变化').waitFor()
    await page.locator('.refused li', { hasText: '报到' }).waitFor()
    expect(await form().locator('textarea').inputValue()).toBe('请尽快到场')
    await page.unroute('**/urge')
    await page.locator('.roll').getByText('已报到').first().waitFor()
    await mouse.send()
    await page.getByText('已完成：催办').waitFor()
    await page.locator('.timeline blockquote', { hasText: '请尽快到场' }).waitFor()
    await mouse.leave()
  })

  it('says what was done also where the stream tells it before the answer does', async () => {
    const id = await blow({ text: '半夜施工，噪声扰民，流先到' })
    await mouse.open_row(id)
    await mouse.first_suggestion()
    await form().getByText('责任清单派给').waitFor()
    await page.route('**/file', async (route) => {
      const answer = await route.fetch()
      await page.locator('.roll').waitFor()
      await route.fulfill({ response: answer })
    })
    await mouse.send()
    await page.getByText('已完成：补正并立案').waitFor()
    await page.unroute('**/file')
    await mouse.leave()
  })

  it('answers a question that concerns no whistle', async () => {
    await page.getByRole('button', { name: '查责任清单' }).click()
    const ask = page.locator('dialog')
    await ask.getByRole('combobox', { name: '事项' }).fill('06028')
    await ask.getByRole('option').first().click()
    await ask.getByRole('combobox', { name: '地点' }).fill(area)
    await ask.getByRole('option').first().click()
    await ask.getByText('责任清单派给').waitFor()
    // Why is said in words; codes stand in the trace alone, and nothing is wider than its box.
    await ask.locator('.forecast > details > summary').click()
    expect(await ask.locator('.forecast').innerText()).not.toMatch(/limit-|matter:|\.csv/)
    await ask.locator('.trace > summary').click()
    await ask.locator('.trace li', { hasText: /^第 \d+ 行：采用/ }).waitFor()
    expect(await ask.locator('.forecast').innerText()).not.toMatch(/limit-|matter:|\.csv/)
    await ask.locator('.raw > summary').click()
    expect(await ask.locator('.explained').innerText()).toContain('duties.csv:')
    expect(await ask.locator('.forecast').evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0)
    await sound('ask')
    await ask.getByRole('button', { name: '关闭' }).click()
  })

  it('is told whom to urge when an order is late, with the form for it open', async () => {
    const id = await blow({ matter: noise, text: '督办的一件' })
    const chief = await seat('supervisor-2101')
    await chief.give(id, 'supervise', { text: '请尽快办结', due_at_ms: Date.now() + 2_000 })
    await row_of(id).getByText('督办超期').waitFor()
    await page.locator('.standing .figure', { hasText: /1\s*超期/ }).waitFor()
    await mouse.open_row(id)
    await mouse.write('请马上处理')
    await sound('urge')
    await mouse.send()
    await page.getByText('已完成：催办').waitFor()
    await page.locator('.timeline blockquote', { hasText: '请马上处理' }).waitFor()
    await mouse.leave()
  })

  it('works at 320 px and at twice the size', async () => {
    for (const [name, width, height] of [
      ['320', 320, 900],
      ['zoom', 720, 450],
    ] as const) {
      await page.setViewportSize({ width, height })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
      expect(wide, `${name} scrolls sideways`).toBe(false)
      await sound(`narrow-${name}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('asked nobody but the server, and broke nothing', () => {
    expect(desk.faults).toEqual([])
  })
})
