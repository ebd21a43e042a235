// The door of the console: who gets in, where he stands then, and what he is told when he does not.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axe, desktop, launch, log_in, open, phone, shoot } from '../browser'
import { City, password, until } from '../city'

let city: City
let browser: Browser

beforeAll(async () => {
  city = await City.start()
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

const seat_of = (role: string): string => city.enrolled().find((each) => each.role === role)?.user ?? ''

describe('the door', () => {
  it('sends whoever is not logged in to the login, and from there to where he wanted', async () => {
    const { page, faults, context } = await open(browser, `${city.url}/board?by=street`, desktop)
    await page.waitForURL((at) => at.pathname === '/login')
    expect(await axe(page)).toEqual([])
    await shoot(page, 'door-light')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axe(page)).toEqual([])
    await shoot(page, 'door-dark')
    await page.locator('input[name=user]').fill(seat_of('supervisor'))
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL((at) => at.pathname === '/board')
    expect(new URL(page.url()).searchParams.get('by')).toBe('street')
    expect(faults).toEqual([])
    await context.close()
  })

  it('leads home from the bare address, before the login and after it', async () => {
    const { page, faults, context } = await open(browser, city.url, desktop)
    await page.waitForURL((at) => at.pathname === '/login')
    await page.locator('input[name=user]').fill(seat_of('desk_officer'))
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL((at) => at.pathname === '/dispatch')
    await page.goto(city.url)
    await page.waitForURL((at) => at.pathname === '/dispatch')
    expect(faults).toEqual([])
    await context.close()
  })

  it('says why not, by name, and keeps the user that was typed', async () => {
    const { page, context } = await open(browser, `${city.url}/login`, phone)
    await page.locator('input[name=user]').fill(seat_of('clerk'))
    await page.locator('input[name=password]').fill('not the word')
    await page.keyboard.press('Enter')
    const refusal = page.getByRole('alert')
    await refusal.waitFor()
    expect(await refusal.textContent()).toContain('login_refused')
    expect(await page.locator('input[name=user]').inputValue()).toBe(seat_of('clerk'))
    expect(await page.locator('input[name=password]').inputValue()).toBe('')
    expect(await axe(page)).toEqual([])
    await context.close()
  })

  it('shows a password to who asks for it, hides it when it is sent, and tells of locked capitals', async () => {
    for (const [where, options] of [['/login', desktop], ['/field/', phone]] as const) {
      const { page, faults, context } = await open(browser, city.url + where, options)
      const word = page.locator('input[name=password]')
      await page.locator('input[name=user]').fill(seat_of('clerk'))
      await word.fill('not the word')
      expect(await word.getAttribute('type')).toBe('password')
      await page.getByRole('button', { name: '显示 口令' }).click()
      expect(await word.getAttribute('type')).toBe('text')
      await word.dispatchEvent('keydown', { key: 'A', modifierCapsLock: true })
      await page.getByText('大写锁定已开').waitFor()
      expect(await axe(page)).toEqual([])
      await shoot(page, `door-password-${where === '/login' ? 'console' : 'field'}`)
      await word.press('Enter')
      expect(await word.getAttribute('type')).toBe('password')
      await page.getByRole('alert').waitFor()
      expect(faults).toEqual([])
      await context.close()
    }
  })

  it('gives a newcomer any seat of the demonstration with one click', async () => {
    const { page, faults, context } = await open(browser, `${city.url}/login`, desktop)
    await page.getByText('首位管理员 admin 的一次性口令').waitFor()
    const offered = page.locator('.seats button')
    for (const [word, role] of [['dispatch', '指挥中心'], ['督查', '督查']] as const) {
      await page.getByRole('searchbox').fill(word)
      await until(`only of ${role}`, async () => {
        const all = await offered.allInnerTexts()
        return all.length > 0 && all.every((each) => each.includes(role))
      })
    }
    await shoot(page, 'door-found')
    await page.getByRole('searchbox').fill('clerk-2101-')
    await page.getByRole('button', { name: 'clerk-2101-' }).first().click()
    await page.waitForURL((at) => at.pathname === '/desk')
    expect(faults).toEqual([])
    await context.close()
  })

  it('speaks English to a browser that asks for it, until somebody chooses', async () => {
    const foreign = await open(browser, `${city.url}/login`, { ...desktop, locale: 'en-GB' })
    await foreign.page.getByRole('heading', { name: 'Log in' }).waitFor()
    await foreign.page.getByRole('button', { name: '中文' }).click()
    await foreign.page.reload()
    await foreign.page.getByRole('heading', { name: '登录' }).first().waitFor()
    expect(foreign.faults).toEqual([])
    await foreign.context.close()
  })

  it('leads each role to its own first room', async () => {
    const rooms: [string, string][] = [
      ['clerk', '/desk'],
      ['desk_officer', '/dispatch'],
      ['supervisor', '/board'],
      ['grid_worker', '/field/'],
    ]
    for (const [role, room] of rooms) {
      const { page, context } = await open(browser, `${city.url}/login`, desktop)
      await log_in(page, city.url, seat_of(role), password)
      await page.waitForURL((at) => at.pathname.startsWith(room))
      await context.close()
    }
  })

  it('shows the login again in every tab when the session was ended in one', async () => {
    const { page, context } = await open(browser, `${city.url}/login`, desktop)
    await log_in(page, city.url, seat_of('supervisor'), password)
    await page.waitForURL((at) => at.pathname === '/board')
    const other = await context.newPage()
    await other.goto(`${city.url}/board`)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL((at) => at.pathname === '/login')
    expect(await page.getByText('登录已结束').count(), 'whoever leaves knows why').toBe(0)
    expect(new URL(page.url()).search, 'and leaves nothing to who comes next').toBe('')
    // At once, with the reason, and from there to where it was.
    const is_there = () => other.evaluate(() => /^.login[?].*to=.board/.test(location.pathname + location.search))
    await until('the login in the other tab', is_there)
    await other.getByText('登录已结束').waitFor()
    expect(await axe(other)).toEqual([])
    await other.goto(`${city.url}/board`)
    await other.waitForURL((at) => at.pathname === '/login')
    await context.close()
  })
})

describe('my sessions', () => {
  it('are listed, and another of them can be ended', async () => {
    const user = seat_of('desk_officer')
    const here = await open(browser, `${city.url}/login`, desktop)
    await log_in(here.page, city.url, user, password)
    const there = await open(browser, `${city.url}/login`, phone)
    await log_in(there.page, city.url, user, password)
    await here.page.goto(`${city.url}/account`)
    const rows = here.page.locator('tbody tr')
    await here.page.getByText('本机').waitFor()
    const before = await rows.count()
    expect(await axe(here.page)).toEqual([])
    await shoot(here.page, 'account')
    const yes = here.page.locator('dialog').getByRole('button', { name: '结束' })
    await rows.filter({ hasNotText: '本机' }).last().getByRole('button').click()
    await here.page.locator('dialog').getByText('那台设备随即退出').waitFor()
    await yes.click()
    await until('one less', async () => (await rows.count()) === before - 1)
    await there.page.goto(`${city.url}/dispatch`)
    await there.page.waitForURL((at) => at.pathname === '/login')
    // One's own present one is ended by who was told that it is, and by nobody else.
    await rows.filter({ hasText: '本机' }).getByRole('button').click()
    await here.page.locator('dialog').getByText('您自己正在用的登录').waitFor()
    expect(await axe(here.page)).toEqual([])
    await shoot(here.page, 'account-end')
    await here.page.keyboard.press('Escape')
    await here.page.locator('dialog').waitFor({ state: 'detached' })
    await here.page.reload()
    await rows.filter({ hasText: '本机' }).getByRole('button').click()
    await yes.click()
    await here.page.waitForURL((at) => at.pathname === '/login')
    expect(here.faults).toEqual([])
    await here.context.close()
    await there.context.close()
  })
})
