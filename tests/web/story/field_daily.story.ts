// A day on the smallest phone that is common, 360 by 740: what it warns of, what its times mean, and what it looks back to.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axe, launch, open, type Seen, shoot } from '../browser'
import { City, password } from '../city'
import { choose_matter, log_in_field, phone_of, wait_until_kept, type Walker, walkers_of } from '../field_page'
import { beyond_the_edge, inner_scrolls, small_targets } from '../reach'
import { Seat } from '../seat'

let city: City
let browser: Browser
let walker: Walker
let seen: Seen
let own: Seat // the same walker, elsewhere
let whistle = ''

const view = (name: string) => `${city.url}/field/#/${name}`
async function visit(page: Page, name: string): Promise<void> {
  await page.goto(view(name))
  await page.locator('main h1').first().waitFor({ state: 'attached' })
}

// As it stands, light and dark, and for a glove.
async function looks_right(name: string): Promise<void> {
  const { page } = seen
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), `${name} ${colorScheme}`).toEqual([])
    await shoot(page, `field-360-${name}-${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  const misfits = [...(await small_targets(page)), ...(await beyond_the_edge(page)), ...(await inner_scrolls(page))]
  expect(misfits, name).toEqual([])
}

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
  walker = walkers_of(city).find((each) => each.area.startsWith('210102')) as Walker
  own = await Seat.take(city.url, walker.user)
  seen = await open(browser, `${city.url}/field/`, { ...phone_of(walker), viewport: { width: 360, height: 740 } })
  await log_in_field(seen.page, walker.user, password)
  await wait_until_kept(seen.page)
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

describe('a place that is not where the phone is', () => {
  const warning = () => seen.page.locator('.send [data-apart]') // where the thumb is

  it('is warned of before it is sent, with whose grid it is, and may be sent', async () => {
    const { page } = seen
    await visit(page, 'report/new')
    expect(await page.locator('.photo-take').allInnerTexts()).toEqual(['拍照 0/9', '相册'])
    const wide = await page.locator('.photo-take').evaluateAll((all) => all.map((each) => each.clientWidth))
    expect(Math.min(...wide)).toBeGreaterThan(150)
    await choose_matter(page, '井盖')
    await page.locator('.where').getByText('定位精度 ±9 米').waitFor()
    expect(await warning().count()).toBe(0)
    await page.locator('.where .pair button').first().click()
    const map = page.locator('svg.map')
    await map.waitFor()
    for (let i = 0; i < 5; i += 1) await map.press('-') // 64 m a pixel
    for (let i = 0; i < 4; i += 1) await map.press('ArrowDown')
    await page.locator('dialog[open] .pair .primary').click()
    await warning().waitFor()
    expect(await warning().innerText()).toBe('所选位置距您 2.0 公里')
    expect(await page.locator('.where').innerText()).toMatch(/不在您的网格内，属于 .+，请确认位置/)
    expect(await page.locator('[data-send]').isEnabled()).toBe(true)
    await page.locator('.where').scrollIntoViewIfNeeded()
    await looks_right('apart')
    await page.getByRole('button', { name: '重新定位' }).click()
    await warning().waitFor({ state: 'detached' })
  })

  it('stays what it was where a draft is opened somewhere else', async () => {
    const { page, context } = seen
    await page.locator('.report textarea').fill('井盖松动')
    await page.getByText('草稿已存本机').waitFor()
    const { longitude, latitude } = walker.standing
    await context.setGeolocation({ longitude, latitude: latitude + 0.018, accuracy: 9 })
    await page.reload()
    await warning().waitFor()
    expect(await warning().innerText()).toBe('这份草稿记下的位置距您 2.0 公里')
    await context.setGeolocation(walker.standing)
    await page.reload()
    await page.locator('.where').getByText('定位精度 ±9 米').waitFor()
    await page.locator('[data-send]').click()
    const row = page.locator('[data-item][data-state=received]')
    await row.waitFor()
    whistle = (await row.getAttribute('data-item')) ?? ''
  })
})

describe('a time', () => {
  const clock = (holder: string) => seen.page.locator(`${holder} [data-clock]`)
  const words = async (holder: string) => (await clock(holder).first().innerText()).replace(/\s+/g, ' ')
  const lead = async () => {
    const owed = (await own.show(whistle)).state?.obligations[0]
    return Seat.take(city.url, `clerk-${owed?.seat || owed?.department}`)
  }

  it('says what is left and the whole limit, each with its unit, on every card that has one', async () => {
    const { page } = seen
    const shape = /^(报到|处置) [●▲■] (余|临|超) (\d+天)?(\d+时)?(\d+ ?分)? 限 \d+ (紧急工作分钟|紧急工作时|工作时|工作日|天) · .+ 前$/
    await clock(`[data-item="${whistle}"]`).waitFor()
    expect(await words(`[data-item="${whistle}"]`)).toMatch(shape)
    await looks_right('home')
    await visit(page, 'mine')
    await clock(`[data-whistle="${whistle}"]`).waitFor()
    expect(await words(`[data-whistle="${whistle}"]`)).toMatch(shape)
    await looks_right('mine')
    await visit(page, `whistle/${whistle}`)
    await clock('.who').first().waitFor()
    expect(await words('.who')).toMatch(shape)
    await page.locator('.who').first().scrollIntoViewIfNeeded()
    await looks_right('whistle')
  })

  it('stands where somebody is waited for, and says since when', async () => {
    const { page } = seen
    const clerk = await lead()
    await clerk.give(whistle, 'report-in')
    await clerk.give(whistle, 'handle', { result: '已更换井盖' })
    await visit(page, 'tasks')
    await page.locator(`[data-whistle="${whistle}"]`).waitFor()
    expect(await words(`[data-whistle="${whistle}"]`)).toMatch(/^‖ 停表 已等核实 \d+ (秒|分)$/)
    await looks_right('tasks')
    await page.locator(`[data-whistle="${whistle}"]`).click()
    await page.locator('.verify').waitFor()
    await looks_right('verify')
  })
})

describe('a card of the outbox', () => {
  it('keeps its parts in their places, from the draft to the receipt', async () => {
    const { page, context } = seen
    await visit(page, 'report/new')
    await looks_right('report')
    await context.setOffline(true)
    await page.locator('.bar.offline').waitFor()
    await choose_matter(page, '路灯')
    await page.locator('[data-forecast-time]').first().waitFor()
    await page.locator('.forecast').scrollIntoViewIfNeeded()
    await looks_right('report-offline') // which makes the browser say "online" once: that is no network yet
    await page.locator('[data-send]', { hasText: '存入待发箱' }).click()
    const card = page.locator('[data-item]:not([data-state=received])').first()
    await card.waitFor()
    const item = page.locator(`[data-item="${await card.getAttribute('data-item')}"]`)
    const places = () =>
      item.evaluate((each) => {
        const corner = each.getBoundingClientRect()
        return ['.shape', '.item-title', '.item-place', '.item-state'].map((part) => {
          const box = each.querySelector(part)?.getBoundingClientRect()
          return [Math.round((box?.left ?? 0) - corner.left), Math.round((box?.top ?? 0) - corner.top)]
        })
      })
    await looks_right('outbox-offline')
    const queued = await places()
    await context.setOffline(false)
    await page.locator(`[data-item="${await item.getAttribute('data-item')}"][data-state=received]`).waitFor()
    expect((await places()).slice(0, 3)).toEqual(queued.slice(0, 3))
  })
})

describe('an emergency without a network', () => {
  it('says that nobody is alerted and whom to phone, and stands first until it is received', async () => {
    const { page, context } = seen
    await visit(page, 'report/new')
    await page.locator('.choice.emergency input').check()
    await page.locator('.kinds', { hasText: '立即响铃' }).waitFor()
    await context.setOffline(true)
    await page.locator('.kinds [data-nobody-yet] a[href="tel:119"]').waitFor()
    expect(await page.getByText('立即响铃').count()).toBe(0)
    await page.locator('.report textarea').fill('有人落水')
    await looks_right('emergency-offline')
    await page.locator('[data-send]').click()
    const alarm = page.locator('main > [data-alarms]')
    await alarm.locator('.item-place', { hasText: '应急处置哨' }).waitFor()
    expect(await alarm.evaluate((each) => each.compareDocumentPosition(document.querySelector('.numbers') as Node))).toBe(4)
    expect(await alarm.locator('a[href^="tel:"]').allInnerTexts()).toEqual(['119', '110', '120'])
    await looks_right('alarm')
    await context.setOffline(false)
    await alarm.waitFor({ state: 'detached' })
    await page.locator('[data-item][data-state=received]', { hasText: '有人落水' }).waitFor()
  })
})

describe('his own reports that have ended', () => {
  it('are looked for again when he says so', async () => {
    const { page } = seen
    const mate = await own.blow({ kind: 'routine', area: walker.area, text: '另一部手机上报的', source: 'handheld', observed_at_ms: Date.now() })
    await own.give(mate, 'withdraw', { reason: '报错了' })
    await visit(page, 'mine')
    await page.locator('.bar.live').waitFor()
    await page.locator('[data-look-again] button:enabled').click()
    await page.locator(`[data-ended="${mate}"]`, { hasText: '报错了' }).waitFor()
    await page.locator('[data-look-again]', { hasText: '已与服务器核对' }).waitFor()
    await page.locator('[data-look-again]').scrollIntoViewIfNeeded()
    await looks_right('ended')
  })
})

describe('the hand-over', () => {
  it('says who has what next, and lets a draft in the way be thrown away by its name', async () => {
    const { page } = seen
    await visit(page, 'report/new')
    await page.locator('.report textarea').fill('写了一半的')
    await page.getByText('草稿已存本机').waitFor()
    await visit(page, 'handover')
    const verified_next = page.locator('.card', { hasText: '待核实' }).first()
    await verified_next.locator('[data-goes]', { hasText: '换班后按排班点名当班的网格员' }).waitFor()
    await verified_next.locator('.steps li', { hasText: /按排班，现在由 .+ 核实|排班上现在没有人/ }).first().waitFor()
    expect(await page.locator('[data-clear]').isDisabled()).toBe(true)
    const draft = page.locator('.card li', { hasText: '写了一半的' }).first()
    await looks_right('handover-draft')
    await draft.locator('[data-drop]').click()
    const asked = page.locator('dialog[open]', { hasText: /^写了一半的 · .+：服务器没有收下，删除后无法找回/ })
    await asked.waitFor()
    await looks_right('handover-drop')
    await asked.locator('button.primary').click()
    await draft.waitFor({ state: 'detached' })
    await page.locator('[data-clear]:enabled').waitFor()
  })
})

describe('in English', () => {
  it('is a phone as well', async () => {
    const { page } = seen
    await page.evaluate(() => localStorage.setItem('gridwhistle.language', 'en'))
    await page.reload()
    for (const name of ['home', 'tasks', 'mine', 'report/new', `whistle/${whistle}`, 'handover']) {
      await visit(page, name)
      await looks_right(`english-${name.split('/')[0]}`)
    }
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  it('is cleared for whoever takes it next', async () => {
    const { page } = seen
    await visit(page, 'handover')
    await page.locator('[data-clear]').click()
    await page.locator('dialog[open] button.primary').click()
    await page.locator('input[name=user]').waitFor()
    expect(await page.locator('[data-clear]').count()).toBe(0)
  })
})

it('was quiet: no fault of the page, of its policy, and nothing asked of anybody else', () => {
  expect(seen.faults).toEqual([])
})

describe('the first visit, before the phone has kept the app', () => {
  it('a page that the network was lost for comes when it is asked for again', async () => {
    const first = await open(browser, `${city.url}/healthz`, { ...phone_of(walker), serviceWorkers: 'block' })
    const { context, page } = first
    let lost = 0
    let is_lost = true
    await context.route('**/assets/WhistlePage-*.js', (route) => {
      if (!is_lost) return route.continue()
      lost += 1
      return route.abort('internetdisconnected')
    })
    await page.goto(`${city.url}/field/`)
    await log_in_field(page, walker.user, password)
    await page.goto(view(`whistle/${whistle}`))
    await page.locator('.problem-note', { hasText: '连不上服务器' }).waitFor()
    expect(lost).toBeGreaterThan(0)
    is_lost = false
    await page.locator('.problem-note').getByRole('button', { name: '再试一次' }).click()
    await page.locator('[data-stage]').waitFor()
    await context.close()
  })
})
