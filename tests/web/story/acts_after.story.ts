// What is said of a whistle by who looks on, and after its end: urged and supervised, the return visit and the rating, begun again
// by a supervisor or its reporter; what a reporter corrects, adds and withdraws; an overrun, the cards that it earns, appealed
// against and decided. Each once by mouse and once by keyboard alone.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch } from '../browser'
import { button, Cast, looked_at } from '../cast'
import { City, until } from '../city'
import { type Hands, keys, mouse } from '../hands'

const district = '210102'
const officer = `desk-${district}`
const supervisor = `supervisor-${district}`
const noise = { kind: 'matter', code: '06028' } as const // 噪声扰民: closes without verification
const fire = { kind: 'component', code: '01013' } as const
const water = { kind: 'component', code: '01001' } as const // 供水井盖
let city: City
let browser: Browser
let cast: Cast
const late = new Map<Hands, string>() // emergencies nobody reported in to

// An emergency has a minute to report in.
const scratch = mkdtempSync(join(tmpdir(), 'gridwhistle-pack-'))
function hasty_pack(): string {
  const folder = join(scratch, 'shenyang')
  cpSync(join(import.meta.dirname, '../../../deploy/packs/shenyang'), folder, { recursive: true })
  const settings = join(folder, 'pack.toml')
  const hasty = readFileSync(settings, 'utf8').replace('report_in = "30 urgent_minute"', 'report_in = "1 urgent_minute"')
  writeFileSync(settings, hasty)
  return folder
}

beforeAll(async () => {
  city = await City.start(hasty_pack())
  browser = await launch()
  cast = new Cast(city, browser, district)
  for (const hands of [mouse, keys])
    late.set(hands, await cast.blow({ matter: fire, kind: 'emergency', text: `冒烟，${hands.name}` }))
  await cast.blow({ matter: water, kind: 'emergency', text: '井盖塌陷' })
  await cast.in_field('/home')
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
  rmSync(scratch, { recursive: true, force: true })
})

async function close(id: string): Promise<void> {
  await cast.as_clerk(id, 'report-in')
  await cast.as_clerk(id, 'handle', { result: '已劝止' })
  await cast.until_state('closed', id, (state) => state.stage === 'closed')
}

// What a supervisor orders beside the list, in the dialog's own words.
type Order = '催办' | '督办' | '责令重办'
const shots: Record<Order, string> = { 催办: 'urge', 督办: 'supervise', 责令重办: 'reopen' }
async function order(hands: Hands, board: Page, name: Order, more?: string): Promise<void> {
  const dialog = board.locator('dialog[open]')
  await hands.press(button(board.locator('.side-acts'), name))
  if (more) await hands.press(button(dialog, more))
  await looked_at(hands, board, `acts-after-${shots[name]}`)
  await hands.press(button(dialog, '发出'))
  await board.locator('.side-acts .said', { hasText: `已${name}` }).waitFor()
}

async function is_urged_and_supervised(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `催办，${hands.name}` })
  const board = await cast.at(supervisor, `/board/${id}?tab=late`)
  // Who has not yet read what he did himself is not told that somebody was faster.
  let answer: () => void = () => undefined
  const answered = new Promise<void>((may) => (answer = may))
  await board.locator('.timeline').waitFor()
  await board.route(`**/api/v1/whistles/${id}`, async (route) => {
    await answered
    await route.continue()
  })
  await order(hands, board, '催办')
  await order(hands, board, '督办', '2 小时后')
  answer()
  await board.locator('.timeline', { hasText: '督办' }).waitFor()
  const state = await cast.state_of(id)
  expect(state.history.map((each) => each.event).slice(-2)).toEqual([43, 44]) // urged, supervised
  expect(state.supervised_by).toBe(supervisor)
}

// A reporter's word about his own report, from his list or its address; it goes out by the outbox.
async function say(hands: Hands, field: Page, deed: string, fill: () => Promise<void>): Promise<void> {
  await hands.press(button(field, deed))
  await fill()
  await hands.press(field.locator('form [data-send]'))
  await field.waitForURL(/#\/mine$/)
}
const text_in = (field: Page) => field.locator('form textarea')

async function ends_and_begins_again(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `回访，${hands.name}` })
  await close(id)

  // From the board to the command centre, which asks the reporter.
  const dispatch = await cast.at(officer, `/board/${id}?tab=late`)
  await hands.press(dispatch.locator('.side-acts').getByRole('link', { name: '到指挥调度办理' }))
  await hands.press(button(dispatch.locator('.offers'), '回访'))
  const form = dispatch.locator('.open-form')
  const yes = (about: string) => form.locator('fieldset', { hasText: about }).locator('input').first()
  await hands.tick(yes('联系上报人'))
  await hands.tick(yes('是否解决'))
  await hands.tick(yes('是否满意'))
  await hands.write(form.locator('textarea'), '夜里安静了')
  await looked_at(hands, dispatch, 'acts-after-visit')
  await hands.press(form.locator('button.primary'))
  await cast.until_state('visited', id, (state) => state.visit === 'reached')
  await dispatch.locator('.timeline', { hasText: '夜里安静了' }).waitFor()

  // A supervisor finds that it is not solved.
  const board = await cast.at(supervisor, `/board/${id}?tab=late`)
  await order(hands, board, '责令重办')
  await cast.until_state('reopened', id, (state) => state.stage === 'handling')
  await cast.as_clerk(id, 'handle', { result: '已再次劝止' })
  await cast.until_state('closed again', id, (state) => state.stage === 'closed')

  // Its reporter rates it, and then finds the same.
  const field = await cast.in_field(`/whistle/${id}`)
  await say(hands, field, '评价', async () => {
    for (const group of ['解决了吗', '满意吗'])
      await hands.tick(field.locator('fieldset', { hasText: group }).locator('input').first())
    await looked_at(hands, field, 'acts-after-rate')
  })
  await cast.until_state('rated', id, (state) => state.rating?.satisfied === 'yes')
  await cast.in_field(`/whistle/${id}`)
  await say(hands, field, '没有解决，要求再办', () => hands.write(text_in(field), '今晚又开工了'))
  await cast.until_state('reopened by its reporter', id, (state) => state.stage === 'handling')
}

async function is_corrected_and_withdrawn(hands: Hands): Promise<void> {
  const id = await cast.blow({ matter: noise, text: `半夜施工，${hands.name}` })
  const field = await cast.in_field(`/whistle/${id}`)
  await say(hands, field, '更正描述', () => hands.write(text_in(field), '，在东门'))
  await cast.until_state('corrected', id, (state) => state.report?.text.includes('东门') ?? false)
  await cast.in_field(`/whistle/${id}`)
  await say(hands, field, '留言', async () => {
    await hands.write(text_in(field), '刚才又响了')
    await looked_at(hands, field, 'acts-after-note')
  })
  await until('said', async () => (await cast.state_of(id)).history.slice(-1)[0]?.event === noted)
  await cast.in_field(`/whistle/${id}`)
  await say(hands, field, '撤回', () => hands.write(text_in(field), '已经停了'))
  await cast.until_state('withdrawn', id, (state) => state.stage === 'withdrawn')
  await cast.in_field('/mine')
  await field.locator(`a[href="#/whistle/${id}"]`, { hasText: '已撤回' }).waitFor()
}
const noted = 23

async function appeals(hands: Hands): Promise<void> {
  const id = late.get(hands) ?? ''
  const owed = async () => (await cast.state_of(id)).obligations[0]
  await until('nobody reported in', async () => (await owed())?.report_in?.overrun_recorded, 180_000)
  const clerk = await cast.at(await cast.clerk_of(id), `/desk/${id}`)
  await hands.press(button(clerk.locator('.act-bar'), '申诉超期'))
  await until('the clock is chosen', async () => (await clerk.locator('dialog select[name=clock]').inputValue()) === 'report_in')
  await hands.write(clerk.locator('dialog textarea[name=text]'), '道路封闭，车进不去')
  await looked_at(hands, clerk, 'acts-after-appeal')
  await hands.press(clerk.locator('dialog button[type=submit]'))
  await until('appealed', async () => (await owed())?.report_in_appeal === 'pending')

  if (hands.name === 'mouse') {
    const dispatch = await cast.at(officer, `/dispatch/${id}`)
    const form = dispatch.locator('.open-form')
    await form.getByText('道路封闭，车进不去').waitFor()
    await hands.tick(form.locator('.choice label', { hasText: /^同意/ }).locator('input'))
    await hands.write(form.locator('textarea'), '情况属实')
    await looked_at(hands, dispatch, 'acts-after-decide-appeal')
    await hands.press(form.locator('button.primary'))
    await until('upheld', async () => (await owed())?.report_in_appeal === 'upheld')
  } else {
    const board = await cast.at(supervisor, '/board?tab=decide')
    await hands.press(button(board.locator('.awaited'), '不同意'))
    await hands.write(board.locator('dialog[open] textarea'), '可以绕行')
    await hands.press(button(board.locator('dialog[open]'), '发出'))
    await until('refused', async () => (await owed())?.report_in_appeal === 'rejected')
  }
  await clerk.locator('.clocks', { hasText: hands.name === 'mouse' ? '申诉成立' : '申诉不成立' }).waitFor()
}

async function earns_cards(): Promise<void> {
  const board = await cast.at(supervisor, '/board?tab=late')
  const row = board.locator('.late-row', { hasText: '供水井盖' })
  await row.locator('.card-mark.yellow_card').waitFor()
  await row.locator('.card-mark.red_card').waitFor()
  await looked_at(mouse, board, 'acts-after-cards')
}

describe.each([mouse, keys])('by $name', (hands) => {
  it('it is urged and supervised from beside the board’s list', () => is_urged_and_supervised(hands))
  it('the reporter is visited, rates, and it begins again, by a supervisor and by its reporter', () => ends_and_begins_again(hands))
  it('its reporter corrects it, adds to it, and withdraws it', () => is_corrected_and_withdrawn(hands))
})

// A minute after the first case has begun.
describe('what nobody has reported in to', () => {
  it.each([mouse, keys])('is appealed against by $name, and decided', (hands) => appeals(hands))
  it('has earned yellow and red cards, which stand in its row', () => earns_cards())
})

it('nothing went wrong on the way', () => {
  expect(cast.faults).toEqual([])
})
