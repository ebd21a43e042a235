// What became of one's own reports, as the phone tells it: by the live stream, without a network, after an hour asleep,
// at the end and after it, and on another phone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Messages } from '../../../web/src/api/client'
import { short_id } from '../../../web/src/base/short_id'
import { axe, launch, open, type Seen, shoot } from '../browser'
import { City, password, patience_ms, until } from '../city'
import { log_in_field, phone_of, wait_until_kept, type Walker, walkers_of } from '../field_page'
import { Seat } from '../seat'

let city: City
let browser: Browser
let walker: Walker
let seen: Seen
let own: Seat
let desk: Seat
let town: string
const matter = { kind: 'component', code: '01001' } as const // 供水井盖
const faults: string[][] = []

async function looks_right(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), `${name} ${colorScheme}`).toEqual([])
    await shoot(page, `field-${name}-${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function open_phone(user: string): Promise<Seen> {
  const opened = await open(browser, `${city.url}/field/`, phone_of(walker))
  faults.push(opened.faults)
  await log_in_field(opened.page, user, password)
  await wait_until_kept(opened.page)
  return opened
}

// A page that was loaded anew has lost this.
const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-same-page', 'yes'))
const is_same_page = (page: Page) => page.locator('html[data-same-page]').count()

const view = (name: string) => `${city.url}/field/#/${name}`
const told = (page: Page, id: string) => page.locator(`[data-item="${id}"] .item-state`)
// What it says in the end.
const says = (page: Page, id: string) =>
  expect.poll(() => told(page, id).innerText(), { timeout: patience_ms, message: id })
const number = async (page: Page, name: string) => Number(await page.locator(`[data-number=${name}] strong`).innerText())

async function report(words: string): Promise<string> {
  const { page } = seen
  await page.goto(view('home'))
  const before = await page.locator('[data-item]').evaluateAll((all) => all.map((each) => each.getAttribute('data-item')))
  await page.locator('.blow').click()
  await page.locator('.report textarea').fill(words)
  await page.locator('[data-send]').click()
  await page.locator('.blow').waitFor()
  const id = await until('the report', async () => {
    const all = await page.locator('[data-item]').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-item')))
    return all.find((each) => !before.includes(each))
  })
  await page.locator(`[data-item="${id}"][data-state=received]`).waitFor()
  return id
}

async function clerk_of(id: string): Promise<Seat> {
  const owed = (await own.show(id)).state?.obligations[0]
  const seat = owed?.seat || owed?.department
  const clerk = city.enrolled().find((each) => each.role === 'clerk' && each.department === seat)
  return Seat.take(city.url, clerk?.user ?? '')
}
const file_it = (id: string) => desk.give(id, 'file', { matter, area: walker.area, kind: 'routine' })

// Says one of one's own words from the whistle's page, without a network; it waits in the outbox until there is one.
async function say_offline(id: string, deed: string, words: string): Promise<void> {
  const { page, context } = seen
  await page.goto(view(`whistle/${id}`))
  await page.getByRole('button', { name: deed, exact: true }).click()
  await context.setOffline(true)
  await page.locator('.bar.offline').waitFor()
  await page.locator('form textarea').fill(words)
  await page.locator('form [data-send]').click()
  await page.locator('h1', { hasText: '我的' }).waitFor()
  await until('it waits', async () => (await page.locator('[data-outbox]').innerText()).includes('1'))
  await context.setOffline(false)
  await until('it has gone', async () => (await page.locator('[data-outbox]').innerText()).includes('0'))
  await page.locator('.bar.live').waitFor()
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  walker = walkers_of(city).find((each) => each.area.startsWith('210102')) as Walker
  town = walker.area.slice(0, 6)
  own = await Seat.take(city.url, walker.user)
  desk = await Seat.take(city.url, `desk-${town}`)
  seen = await open_phone(walker.user)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

describe('a report after it was sent', () => {
  let id = ''

  it('is with the desk, and with a department as soon as the desk has dispatched it: nobody loads the page anew', async () => {
    const { page } = seen
    id = await report('路面有个坑，井盖旁边')
    await mark(page)
    await says(page, id).toContain('指挥中心')
    await looks_right(page, 'with-desk')
    await file_it(id)
    await says(page, id).toMatch(/.+ 待报到，限 \d\d-\u2060\d\d \d\d:\d\d 前/)
    expect(await told(page, id).innerText()).not.toContain('指挥中心')
    expect(await is_same_page(page)).toBe(1)
  })

  it('without a network says of when that is, and on the next contact what happened meanwhile', async () => {
    const { page, context } = seen
    await context.setOffline(true)
    await page.locator('.bar.offline').waitFor()
    await says(page, id).toMatch(/待报到，限 .+ 前（截至 \d\d-\d\d \d\d:\d\d）/)
    await (await clerk_of(id)).give(id, 'report-in')
    await page.reload() // a cold start
    await says(page, id).toMatch(/待报到，限 .+ 前（截至/)
    await page.goto(view(`whistle/${id}`))
    await page.locator('.as-of', { hasText: '没有联网：以下是' }).waitFor()
    await looks_right(page, 'known-offline')
    await page.goto(view('home'))
    await context.setOffline(false)
    await says(page, id).toContain('已报到')
    expect(await told(page, id).innerText()).not.toContain('截至')
  })

  it('is right after an hour asleep, without being loaded anew', async () => {
    const { page, context } = seen
    await page.goto(view(`whistle/${id}`))
    await page.locator('[data-standing]', { hasText: '已报到' }).waitFor()
    await mark(page)
    const debug = await context.newCDPSession(page)
    await debug.send('Page.setWebLifecycleState', { state: 'frozen' })
    await (await clerk_of(id)).give(id, 'handle', { result: '坑已填平' })
    await debug.send('Page.setWebLifecycleState', { state: 'active' })
    await debug.detach()
    await page.locator('[data-standing]', { hasText: '已处置完' }).waitFor()
    expect(await page.locator('[data-result]').innerText()).toContain('坑已填平')
    await page.locator('.verify').waitFor()
    await page.locator('.bar.live').waitFor()
    await page.locator('.tabs a').first().click()
    await says(page, id).toContain('已处置完')
    expect(await is_same_page(page)).toBe(1)
  })
})

describe('what happened to a report', () => {
  // All that is kept, as text.
  const kept = (page: Page) =>
    page.evaluate(
      () =>
        new Promise<string>((done) => {
          const opening = indexedDB.open('gridwhistle.field')
          opening.onsuccess = () => {
            const asked = opening.result.transaction('cache').objectStore('cache').getAll()
            asked.onsuccess = () => {
              opening.result.close()
              done(JSON.stringify(asked.result.filter((each) => each.key.startsWith('people:'))))
            }
          }
        }),
    )

  it('is told by who, what and when, by the names of all without a network too, and handed over so', async () => {
    const { page, context } = seen
    const id = await report('井圈松了，人踩上去响')
    await file_it(id)
    const clerk = await clerk_of(id)
    await clerk.give(id, 'report-in')
    const history = await clerk.read<Messages['HistoryPage']>(`whistles/${id}/history`)
    const actor = history.items.find((each) => each.entry?.reported_in)?.entry?.actor ?? ''
    const name = await city.name_of(actor)
    expect(name).not.toBe('')
    await page.goto(view(`whistle/${id}`))
    const steps = page.locator('[data-steps] li')
    await steps.filter({ hasText: name }).filter({ hasText: '报到' }).waitFor()
    expect(await steps.first().locator('time').innerText()).toMatch(/^\d\d-\d\d \d\d:\d\d$/)
    await page.locator('[data-steps]').scrollIntoViewIfNeeded()
    await looks_right(page, 'steps')
    await until('his name to be kept', async () => (await kept(page)).includes(name))
    await page.goto(view('mine')) // and the list that it stands in
    await page.locator(`[data-whistle="${id}"]`).waitFor()
    await page.goto(view(`whistle/${id}`))
    await context.setOffline(true)
    await page.reload()
    await steps.filter({ hasText: name }).filter({ hasText: '报到' }).waitFor()
    await page.goto(view('handover'))
    await page.locator('.card li .steps li', { hasText: name }).first().waitFor()
    await looks_right(page, 'handover-steps')
    // No sheet of the system, and a browser that gives no clipboard.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'share', { value: undefined, configurable: true })
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    })
    await page.locator('.pair.no-print button').first().click()
    await page.getByText('不能复制到剪贴板').waitFor()
    const picked = await page
      .locator('textarea[readonly]:focus')
      .evaluate((each: HTMLTextAreaElement) => each.value.slice(each.selectionStart, each.selectionEnd))
    expect(picked).toContain(`- #${short_id(id)} `)
    expect(picked).not.toMatch(/[。:]:|: /)
    await looks_right(page, 'handover-by-hand')
    await context.setOffline(false)
    await page.locator('.bar.live').waitFor()
  })
})

describe('what a reporter may still say, each without a network', () => {
  let id = ''
  const state = async () => (await own.show(id)).state

  it('adds a note, and corrects his words', async () => {
    id = await report('垃圾桶满了')
    await say_offline(id, '留言', '在小区北门')
    const noted = 23 // its number in JournalEntry
    await until('the note', async () => (await state())?.history.some((each) => each.event === noted) ?? false)
    await say_offline(id, '更正描述', '垃圾桶满了，三个')
    await until('the correction', async () => (await state())?.report?.text === '垃圾桶满了，三个')
  })

  it('keeps what he wrote through a reload and a newer version of the whistle, and sends it then', async () => {
    const { page, context } = seen
    await page.goto(view(`whistle/${id}`))
    await page.getByRole('button', { name: '撤回', exact: true }).click()
    await page.locator('form textarea').fill('已经有人清走')
    await page.getByText('草稿已存本机').waitFor()
    await page.reload()
    await page.locator('form textarea').waitFor()
    expect(await page.locator('form textarea').inputValue()).toBe('已经有人清走')
    await page.locator('form .figures', { hasText: '6/200' }).waitFor()
    await file_it(id)
    await page.locator('[data-standing]', { hasText: '待报到' }).waitFor()
    expect(await page.locator('form textarea').inputValue()).toBe('已经有人清走')
    await looks_right(page, 'withdraw')
    await context.setOffline(true)
    await page.locator('form [data-send]').click()
    await page.locator('h1', { hasText: '我的' }).waitFor()
    expect((await state())?.stage).toBe('dispatched')
    await context.setOffline(false)
    await until('withdrawn', async () => (await state())?.stage === 'withdrawn')
  })
})

describe('reports that have ended', () => {
  let solved = ''
  let declined = ''
  let joined = ''
  let umbrella = ''

  beforeAll(async () => {
    declined = await report('邻居家太吵')
    solved = await report('供水井盖松动')
    umbrella = await report('供水井盖丢了')
    joined = await report('供水井盖丢了，再报一次')
    await desk.give(declined, 'decline', { reason: '属于物业纠纷，请找社区调解' })
    await file_it(solved)
    const clerk = await clerk_of(solved)
    await clerk.give(solved, 'report-in')
    await clerk.give(solved, 'handle', { result: '已加固' })
    await own.give(solved, 'verify', { solved: true, text: '看过了，牢固', photos: [] }).catch(async () => {
      // The pack wants a photo: the desk records what nobody could look at.
      await desk.give(solved, 'close', { outcome: 'unsolved_recorded', reason: '无法进入院内核实' })
    })
    await file_it(umbrella)
    await desk.give(joined, 'join', { umbrella_id: umbrella, reason: '同一个井盖' })
  })

  it('stay, each with its outcome and its reason', async () => {
    const { page } = seen
    await page.goto(view('mine'))
    const row = (id: string) => page.locator(`[data-ended="${id}"]`)
    await until('the declined one', async () => (await row(declined).innerText()).includes('属于物业纠纷'))
    expect(await row(declined).innerText()).toContain('不予受理')
    expect(await row(joined).innerText()).toContain('已并入另一件')
    expect(await row(joined).innerText()).toContain('同一个井盖')
    expect(await row(solved).innerText()).toMatch(/已办结：.*(核实说明|理由)：(看过了，牢固|无法进入院内核实)/s)
    expect(await page.locator('[data-ended]').count()).toBeGreaterThanOrEqual(4)
    await looks_right(page, 'ended')
    await row(joined).click()
    await page.locator('.card .button', { hasText: '看并入的那件' }).click()
    await page.locator('[data-standing]', { hasText: '待报到' }).waitFor()
  })

  it('are found by a word of their reason, also without a network', async () => {
    const { page, context } = seen
    await context.setOffline(true)
    await page.goto(view('mine'))
    await page.reload()
    await page.locator('input[type=search]').fill('物业')
    await until('one alone', async () => (await page.locator('[data-ended]').count()) === 1)
    expect(await page.locator('[data-whistle]').count()).toBe(0)
    for (const number of [`#${short_id(umbrella)}`, short_id(umbrella).toLowerCase()]) {
      await page.locator('input[type=search]').fill(number)
      await page.locator(`[data-whistle="${umbrella}"]`).waitFor()
      await page.locator('[data-ended]').first().waitFor({ state: 'detached' })
    }
    await page.locator('input[type=search]').fill('没有这样的词')
    await page.getByText('没有符合的上报').waitFor()
    await context.setOffline(false)
    await page.locator('.bar.live').waitFor()
  })

  it('are rated, and reopened with a reason within 15 days, without a network', async () => {
    const { page, context } = seen
    await page.goto(view(`whistle/${solved}`))
    await page.getByText('前可以要求再办').waitFor()
    await context.setOffline(true)
    await page.getByRole('button', { name: '评价', exact: true }).click()
    for (const group of await page.locator('form fieldset').all()) await group.locator('.choice').first().click()
    await looks_right(page, 'rate-ended')
    await page.locator('form [data-send]').click()
    await context.setOffline(false)
    await until('the rating', async () => (await own.show(solved)).state?.rating?.solved === 'yes')
    await page.locator('.bar.live').waitFor()
    await say_offline(solved, '没有解决，要求再办', '又松了')
    await until('reopened', async () => (await own.show(solved)).state?.stage !== 'closed')
    await page.goto(view('mine'))
    await page.locator(`[data-whistle="${solved}"]`).waitFor()
    await until('it has not ended any more', async () => (await page.locator(`[data-ended="${solved}"]`).count()) === 0)
  })

  it('have one number each, the same on every page', async () => {
    const { page } = seen
    await page.goto(view('home'))
    await page.locator('[data-number=today]').waitFor()
    const open_now = (await own.inbox(`reporter=${walker.user}`)).length
    await until('what is open', async () => (await number(page, 'open')) === open_now)
    expect(await number(page, 'today')).toBe(7)
    await looks_right(page, 'numbers')
    await page.locator('[data-number=today]').click()
    await page.locator('[data-whistle]').first().waitFor()
    expect(await page.locator('[data-whistle], [data-ended]').count()).toBe(7)
    await page.getByRole('link', { name: '看全部' }).click()
    await page.getByRole('link', { name: '看全部' }).waitFor({ state: 'detached' })
    await page.goto(view('mine'))
    await page.locator('[data-whistle]').first().waitFor()
    expect(Number(await page.locator('#open-title .tally').innerText())).toBe(open_now)
    expect(await page.locator('[data-whistle]').count()).toBe(open_now)
  })

  it('are found on a phone that is new to its user, each with its reason', async () => {
    await (await clerk_of(solved)).give(solved, 'handle', { result: '重新加固' })
    await desk.give(solved, 'close', { outcome: 'unsolved_recorded', reason: '待更换型号' })
    const other = await open_phone(walker.user)
    await other.page.goto(view('mine'))
    await other.page.locator(`[data-ended="${solved}"]`, { hasText: '待更换型号' }).waitFor()
    await other.page.locator('[data-ended]', { hasText: '物业' }).waitFor()
    await other.context.close()
  })
})

describe('a phone that goes from hand to hand', () => {
  it('does not tell the next one what became of the words of the one before', async () => {
    const { page } = seen
    await page.goto(view('mine'))
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.locator('input[name=user]').waitFor()
    const mate = walkers_of(city).find((each) => each.user !== walker.user) as Walker
    await log_in_field(page, mate.user, password)
    await page.goto(view('home'))
    await page.locator('[data-number=today]').waitFor()
    await until('numbers of his own', async () => (await number(page, 'today')) === 0)
    expect(await page.locator('[data-item]').count()).toBe(0)
    await page.goto(view('mine'))
    await page.locator('h1').waitFor()
    expect(await page.locator('[data-ended]').count()).toBe(0)
  })

  it('was quiet', () => {
    expect(faults.flat()).toEqual([])
  })
})
