// What a department asks for and a command centre decides beside the daily round: more time, shelving and its two ends, a look
// before filing, declining, a helper who is released, a duplicate that is joined and parted again. Each once by mouse and once
// by keyboard alone.
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { short_id } from '../../../web/src/base/short_id'
import { launch } from '../browser'
import { button, Cast, looked_at } from '../cast'
import { City, until } from '../city'
import { type Hands, keys, mouse } from '../hands'

const district = '210102'
const officer = `desk-${district}`
const supervisor = `supervisor-${district}`
const noise = { kind: 'matter', code: '06028' } as const // 噪声扰民
const day_ms = 86_400_000
let city: City
let browser: Browser
let cast: Cast

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  cast = new Cast(city, browser, district)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

// A day of the city in a date field: with keys part by part, in the order that this browser's system has.
async function write_day(hands: Hands, field: Locator, at_ms: number): Promise<void> {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(at_ms)
  await hands.write(field, hands.name === 'mouse' ? day : '')
  if (hands.name === 'keys') {
    const { keyboard } = field.page()
    const [year = '', month = '', number = ''] = day.split('-')
    await keyboard.type(month + number + year)
    if ((await field.inputValue()) !== day) {
      await keyboard.press('ArrowLeft')
      await keyboard.press('ArrowLeft')
      await keyboard.type(year)
      await keyboard.press('ArrowRight')
      await keyboard.type(month + number)
    }
  }
  expect(await field.inputValue()).toBe(day)
}

async function at_desk(id: string): Promise<Page> {
  const page = await cast.at(await cast.clerk_of(id), `/desk/${id}`)
  await page.locator(`.whistle[data-id="${id}"]`).waitFor()
  return page
}

// The officer's form of an act; what is waited for is open at once.
async function open_form(hands: Hands, id: string, name: string): Promise<Page> {
  const page = await cast.at(officer, `/dispatch/${id}`)
  const offer = button(page.locator('.offers'), name)
  await offer.waitFor()
  if ((await offer.getAttribute('aria-expanded')) !== 'true') await hands.press(offer)
  await page.locator('.open-form').waitFor()
  return page
}
async function send_form(hands: Hands, page: Page): Promise<void> {
  await hands.press(page.locator('.open-form button.primary'))
}
const reason_in = (page: Page) => page.locator('.open-form textarea')

type Asking = '申请延期' | '申请挂账'
const shots: Record<Asking, string> = { 申请延期: 'extend', 申请挂账: 'shelve' }
async function ask(hands: Hands, page: Page, act: Asking, fill: (dialog: Locator) => Promise<void>): Promise<void> {
  const dialog = page.locator('dialog[open]')
  await hands.press(button(page.locator('.act-bar'), act))
  await fill(dialog)
  await hands.write(dialog.locator('textarea[name=text]'), '等待备件到货')
  await looked_at(hands, page, `acts-${shots[act]}`)
  await hands.press(dialog.locator('button[type=submit]'))
  await page.locator('dialog').waitFor({ state: 'detached' })
}

async function asks_for_more_time(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `延期，${hands.name}` })
  await cast.as_clerk(id, 'report-in')
  const desk = await at_desk(id)
  await ask(hands, desk, '申请延期', async (dialog) => {
    // No more than one original limit, and no less than anybody works in: both are said before it is sent.
    for (const [amount, why] of [['100000', '超过了最多可延长的'], ['0.001', '至少延长']] as const) {
      await dialog.locator('input[name=amount]').fill(amount)
      await dialog.getByText(why).first().waitFor()
    }
    await dialog.locator('input[name=amount]').fill('')
    await hands.write(dialog.locator('input[name=amount]'), '1')
  })
  await cast.until_state('asked', id, (state) => state.obligations[0]?.extension_asked !== undefined)

  await hands.press(desk.locator('.queue-nav button', { hasText: '处置中' }))
  const board = await cast.at(supervisor, '/board?tab=decide')
  const awaited = board.locator('.awaited').first()
  await awaited.getByText('理由：等待备件到货').waitFor()
  await awaited.getByText('或督查审批').waitFor()
  await looked_at(hands, board, 'acts-awaited')
  await hands.press(button(awaited, '同意'))
  // What is decided on, why it is asked for, and until when it would be.
  const dialog = board.locator('dialog[open]')
  for (const said of [`#${id.slice(-6)}`, '理由：等待备件到货', '已准 0 次', /同意后：处置限 .* → .*，至 .*\d\d:\d\d/])
    await dialog.getByText(said).first().waitFor()
  await hands.write(dialog.locator('textarea'), '情况属实')
  await looked_at(hands, board, 'acts-decide-extension')
  // The desk that asked is told, for seconds.
  const heard = desk.locator('.toast', { hasText: '1 件延期已批准' }).waitFor()
  await hands.press(button(board.locator('dialog[open]'), '发出'))
  await cast.until_state('granted', id, (state) => state.obligations[0]?.extensions === 1)
  await heard
  // And so is its row, until somebody opens it.
  await desk.locator('.queue-line', { hasText: `#${id.slice(-6)}` }).locator('.queue-marks', { hasText: '延期已批准' }).waitFor()
  await board.getByText(`#${id.slice(-6)} 已审批：同意`).waitFor()
  await board.getByText('没有待裁定、待审批的').waitFor()
}

async function shelves(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `挂账，${hands.name}` })
  await cast.as_clerk(id, 'report-in')
  const desk = await at_desk(id)
  await ask(hands, desk, '申请挂账', (dialog) => write_day(hands, dialog.locator('input[name=until]'), Date.now() + 9 * day_ms))
  await cast.until_state('asked', id, (state) => state.shelving_asked_until_ms > 0)

  const dispatch = await open_form(hands, id, '审批挂账')
  await dispatch.locator('.open-form').getByText('等待备件到货').waitFor()
  await hands.tick(dispatch.locator('.open-form .choice label', { hasText: /^同意/ }).locator('input'))
  await looked_at(hands, dispatch, 'acts-decide-shelving')
  await send_form(hands, dispatch)
  await cast.until_state('shelved', id, (state) => state.shelved_until_ms > 0)
  await desk.locator('.clocks', { hasText: '挂账，至' }).waitFor()
  await looked_at(hands, desk, 'acts-shelved')

  // The desk ends it before its day.
  await open_form(hands, id, '审批挂账')
  await dispatch.locator('.open-form').getByText('现在结束挂账').waitFor()
  await hands.write(reason_in(dispatch), '备件已到')
  await send_form(hands, dispatch)
  await cast.until_state('the clocks go on', id, (state) => state.shelved_until_ms === 0)
  await desk.locator('.timeline', { hasText: '备件已到' }).waitFor()
  await until('no clock stands', async () => !/挂账，至/.test(await desk.locator('.clocks').innerText()))
}

async function checks_and_declines(hands: Hands): Promise<void> {
  const id = await cast.blow({ text: `说不清是什么，${hands.name}` })
  const dispatch = await open_form(hands, id, '立案前核查')
  await hands.tick(dispatch.locator('.open-form .choice label', { hasText: /^不属实/ }).locator('input'))
  await hands.write(reason_in(dispatch), '现场没有发现')
  await looked_at(hands, dispatch, 'acts-check')
  await send_form(hands, dispatch)
  await dispatch.locator('.timeline blockquote', { hasText: '现场没有发现' }).waitFor()

  await open_form(hands, id, '不予受理')
  await hands.write(reason_in(dispatch), '核查后没有问题')
  await looked_at(hands, dispatch, 'acts-decline')
  await send_form(hands, dispatch)
  await cast.until_state('declined', id, (state) => state.stage === 'declined')
  await dispatch.locator('.whistle-marks', { hasText: '不予受理' }).waitFor()
}

async function releases_a_helper(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `免除协办，${hands.name}` })
  const lead = (await cast.state_of(id)).obligations[0]?.department
  const helpers = [`${district}-water_affairs`]
  await (await cast.seat(officer)).give(id, 'redispatch', { lead: `${district}-sanitation`, helpers, reason: '需要水务配合' })
  const stage_of_helper = (of: Awaited<ReturnType<Cast['state_of']>>) => of.obligations.find((each) => each.part === 'helper')?.stage
  await cast.until_state('called', id, (state) => stage_of_helper(state) === 'owed' && state.obligations[0]?.department !== lead)

  // The lead is told whom it waits for before it is refused, and can ask for what it may not do itself.
  await cast.as_clerk(id, 'report-in')
  const desk = await at_desk(id)
  const dialog = desk.locator('dialog[open]')
  await hands.press(button(desk.locator('.act-bar'), '处置完毕'))
  await dialog.getByText('协办未完：和平区水务局（待报到）').waitFor()
  expect(await dialog.locator('button[type=submit]').isDisabled()).toBe(true)
  await hands.write(dialog.locator('textarea[name=text]'), '已清理')
  await looked_at(hands, desk, 'acts-helpers-open')
  await hands.press(button(dialog, '留言请指挥中心催办或免除'))
  await until('the note is begun', async () => /请催办协办和平区水务局/.test(await dialog.locator('textarea[name=text]').inputValue()))
  await hands.press(dialog.locator('button[type=submit]'))
  await desk.locator('.timeline', { hasText: '请催办协办和平区水务局' }).waitFor()
  await hands.press(button(desk.locator('.act-bar'), '处置完毕'))
  expect(await dialog.locator('textarea[name=text]').inputValue()).toBe('已清理')

  const dispatch = await open_form(hands, id, '免除协办')
  expect(await dispatch.locator('.open-form select').inputValue()).toBe(helpers[0])
  await hands.write(reason_in(dispatch), '不需要水务了')
  await looked_at(hands, dispatch, 'acts-release')
  await send_form(hands, dispatch)
  await cast.until_state('released', id, (state) => stage_of_helper(state) === 'released')
  await until('the lead may', () => dialog.locator('button[type=submit]').isEnabled())
  expect(await dialog.getByText('协办未完').count()).toBe(0)
  await desk.keyboard.press('Escape')
  await dispatch.locator('.timeline', { hasText: '不需要水务了' }).waitFor()
}

async function joins_and_parts(hands: Hands): Promise<void> {
  const umbrella = await cast.blow({ matter: noise, text: `先报的，${hands.name}` })
  const id = await cast.blow({ matter: noise, text: `后报的，${hands.name}` })
  const dispatch = await open_form(hands, id, '并案')
  const box = dispatch.locator('.open-form').getByRole('combobox')
  const option = dispatch.locator('.open-form').getByRole('option', { name: short_id(umbrella) })
  await hands.write(box, short_id(umbrella))
  await option.waitFor()
  if (hands.name === 'mouse') await option.click()
  else await dispatch.keyboard.press('Enter')
  await looked_at(hands, dispatch, 'acts-join')
  await send_form(hands, dispatch)
  await cast.until_state('joined', id, (state) => state.stage === 'joined' && state.joined?.umbrella_id === umbrella)

  // His own it is, and not his alone to take back any more.
  const field = await cast.in_field(`/whistle/${umbrella}`)
  await field.locator('[data-not-withdrawn]', { hasText: '另有 1 件并入这件，不能撤回' }).waitFor()
  expect(await field.locator('.chips').getByRole('button', { name: '撤回' }).count()).toBe(0)
  await looked_at(hands, field, 'acts-umbrella')
  await cast.in_field(`/whistle/${id}`)
  await field.getByText('并入后不能单独撤回').waitFor()
  await looked_at(hands, field, 'acts-member')

  // From the umbrella to its member, where it is parted.
  await cast.at(officer, `/dispatch/${umbrella}`)
  await hands.press(dispatch.locator('.facts .members').getByRole('link', { name: short_id(id) }))
  await dispatch.locator(`.whistle[data-id="${id}"]`).waitFor()
  await dispatch.locator('.facts').getByRole('link', { name: short_id(umbrella) }).waitFor()
  await hands.press(button(dispatch.locator('.offers'), '撤销并案'))
  await hands.write(reason_in(dispatch), '不是同一处')
  await looked_at(hands, dispatch, 'acts-part')
  await send_form(hands, dispatch)
  await cast.until_state('parted', id, (state) => state.stage !== 'joined' && state.joined === undefined)
  await cast.until_state('the umbrella has none', umbrella, (state) => state.members.length === 0)
}

describe.each([mouse, keys])('by $name', (hands) => {
  it('more time is asked for at the desk and granted on the board', () => asks_for_more_time(hands))
  it('shelving is asked for, granted with its day shown, and ended before it', () => shelves(hands))
  it('a report is looked at before filing, and declined', () => checks_and_declines(hands))
  it('a helper is released', () => releases_a_helper(hands))
  it('a duplicate is joined to its umbrella, found from it, and parted', () => joins_and_parts(hands))
})

describe('by itself', () => {
  it('what is shelved goes on when its time has come, and every page that shows it says so', async () => {
    const id = await cast.blow({ matter: noise, text: '自己恢复' })
    await cast.as_clerk(id, 'report-in')
    const dispatch = await cast.at(officer, `/dispatch/${id}`)
    await dispatch.locator(`.whistle[data-id="${id}"]`).waitFor()
    await cast.as_clerk(id, 'request-shelving', { until_ms: Date.now() + 8_000, reason: '等一会儿' })
    await (await cast.seat(officer)).give(id, 'decide-shelving', { decision: 'granted' })
    await dispatch.locator('.clocks', { hasText: '挂账，至' }).waitFor()
    await cast.until_state('it goes on', id, (state) => state.shelved_until_ms === 0)
    await until('no clock stands', async () => !/挂账，至/.test(await dispatch.locator('.clocks').innerText()))
    expect((await cast.state_of(id)).history.slice(-1)[0]?.event).toBe(42) // resumed
  })

  it('nothing went wrong on the way', () => {
    expect(cast.faults).toEqual([])
  })
})
