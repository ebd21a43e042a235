// What somebody at a command centre for the first time looks for: the list walked from wherever he is, one list of rulings in
// sight, the day and hour that he sends somebody off with, and what to join found among much that is open.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { short_id } from '../../../web/src/base/short_id'
import { launch } from '../browser'
import { button, Cast, looked_at } from '../cast'
import { City, until } from '../city'
import { mouse } from '../hands'
import { Seat } from '../seat'

const district = '210102'
const officer = `desk-${district}`
// The day and hour of both limits, as a form tells them before anybody is sent.
const by_when = /现在派出：报到至 \d\d-\d\d \d\d:\d\d（限 .+）；处置至 \d\d-\d\d \d\d:\d\d（限 .+）。/
const noise = { kind: 'matter', code: '06028' } as const // 噪声扰民
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

// So many metres north of where the walker stands.
function place(north_m: number) {
  const { longitude, latitude } = cast.walker.standing
  const [longitude_e7, latitude_e7] = [longitude, latitude + north_m / 111_195].map((each) => Math.round(each * 1e7)) as [number, number]
  return { longitude_e7, latitude_e7, accuracy_m: 5, crs: 'wgs84' as const }
}
const form = (page: Page) => page.locator('.open-form')
async function open_form(id: string, name: string): Promise<Page> {
  const page = await cast.at(officer, `/dispatch/${id}`)
  const offer = button(page.locator('.offers'), name)
  await offer.waitFor()
  if ((await offer.getAttribute('aria-expanded')) !== 'true') await offer.click()
  await form(page).waitFor()
  return page
}

describe('the list', () => {
  it('is walked by J and K wherever the keys are, but where somebody types', async () => {
    for (const nth of ['甲', '乙', '丙']) await cast.blow({ matter: noise, text: `噪声${nth}` })
    const page = await cast.at(officer, '/dispatch')
    await page.locator('.lists button', { hasText: '他人在办' }).click()
    await page.locator('.virtual-row').nth(2).waitFor()
    const at = async () => Number(await page.locator('.virtual-row.cursor').getAttribute('aria-posinset'))
    const many = Number(await page.locator('.virtual-row').first().getAttribute('aria-setsize'))
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await page.keyboard.press('End')
    await until('the last, before anything has the focus', async () => (await at()) === many)
    for (const elsewhere of [page.locator('.ground'), button(page, '查责任清单')]) {
      await page.locator('.virtual-list').press('Home')
      await elsewhere.focus()
      await page.keyboard.press('j')
      await until('the next', async () => (await at()) === 2)
      await elsewhere.focus()
      await page.keyboard.press('k')
      await until('the one before', async () => (await at()) === 1)
    }
    await page.locator('.check input').first().focus()
    await page.keyboard.press('j')
    expect(await at()).toBe(1)
    await page.locator('.ground').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('.action-panel').waitFor()
  })

  it('says of what has left it that its reporter has taken it back', async () => {
    const id = await cast.blow({ text: '说不清是什么' })
    const page = await cast.at(officer, `/dispatch/${id}`)
    await page.locator('.virtual-row.cursor', { hasText: '说不清是什么' }).waitFor()
    await (await Seat.take(city.url, cast.walker.user)).give(id, 'withdraw', { reason: '看错了' })
    await page.locator('.gone', { hasText: `#${short_id(id)} 已撤回` }).waitFor()
    await looked_at(mouse, page, 'ways-withdrawn')
  })

  it('is searched with how far each whistle is and who has it', async () => {
    const id = await cast.blow({ matter: noise, text: '装修到半夜' })
    const page = await cast.at(officer, '/dispatch')
    await page.locator('.lists').waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('.palette input').fill(`装修 ${short_id(id)}`)
    const lead = (await cast.state_of(id)).obligations[0]?.department ?? ''
    expect(lead).not.toBe('')
    await page.locator('#palette-0 .secondary', { hasText: /^已派遣 · .*局/ }).waitFor()
    await looked_at(mouse, page, 'ways-palette')
    await page.keyboard.press('Escape')
  })
})

describe('a ruling', () => {
  it('is one list, which alone has numbers, and stands with its button in sight before anybody scrolls', async () => {
    const id = await cast.blow({ matter: noise, text: '不归我们' })
    const evidence = '现场看过，是建筑工地夜间施工，依职责清单不属于本部门。'.repeat(8)
    await cast.as_clerk(id, 'return', { reason: '不是本部门的', evidence, proposed: `${district}-urban_management` })
    const page = await open_form(id, '裁定退单')
    await form(page).locator('.choice label', { hasText: '同意退单，改由和平区城市管理和综合行政执法局主办' }).waitFor()
    const numbers = await form(page).locator('kbd').allInnerTexts()
    expect(numbers).toEqual(['1', '2'])
    const bottom = async (what: string) => {
      const box = await page.locator(what).first().boundingBox()
      return (box?.y ?? Infinity) + (box?.height ?? 0)
    }
    const button_top = (await form(page).locator('.submit-row').boundingBox())?.y ?? 0
    expect(await bottom('.open-form .choice label:last-child')).toBeLessThanOrEqual(button_top)
    expect(await bottom('.open-form button.primary')).toBeLessThanOrEqual(await bottom('.detail'))
    await looked_at(mouse, page, 'ways-rule')
    await page.keyboard.press('2')
    expect(await form(page).locator('.choice label', { hasText: '驳回' }).locator('input').isChecked()).toBe(true)
    await page.keyboard.press('1')
    await form(page).locator('.limits', { hasText: by_when }).waitFor()
    await form(page).locator('textarea').fill('依职责归城管')
    await form(page).locator('button.primary').click()
    await cast.until_state('ruled', id, (state) => state.obligations[0]?.department === `${district}-urban_management`)
  })
})

describe('who names a department by hand', () => {
  it('is told the day and hour before he sends it', async () => {
    const id = await cast.blow({ matter: noise, text: '换一家' })
    const page = await open_form(id, '改派')
    await form(page).locator('.limits', { hasText: by_when }).waitFor()
    await looked_at(mouse, page, 'ways-redispatch')
  })

  it('is told it also of a place too wide for the duty list', async () => {
    const id = await cast.blow({ matter: noise, text: '全区都响', area: '2101' })
    expect((await cast.state_of(id)).desk_reason).toBe('no_department')
    await cast.at('desk-2101', `/dispatch/${id}`)
    const page = await cast.at('desk-2101', `/dispatch/${id}`)
    await button(page.locator('.offers'), '派遣').click()
    await form(page).locator('.limits', { hasText: by_when }).waitFor()
    await looked_at(mouse, page, 'ways-dispatch')
  })
})

describe('what is joined', () => {
  it('is found by words, the likeliest first with how far it is, and a main that is not filed is warned of', async () => {
    const trees = { kind: 'matter', code: '01001' } as const
    const far = await cast.blow({ matter: trees, text: '远处的一件', place: place(90) })
    const near = await cast.blow({ matter: trees, text: '隔壁的一件', place: place(60) })
    const raised = await cast.blow({ text: '说不清的一件', place: place(70) })
    const id = await cast.blow({ matter: trees, text: '后来的一件', place: place(0) })
    const page = await open_form(id, '并案')
    const box = form(page).getByRole('combobox')
    await box.click()
    const options = form(page).getByRole('option')
    await options.filter({ hasText: short_id(raised) }).waitFor()
    const all = await options.allInnerTexts()
    const at = (whistle: string) => all.findIndex((each) => each.includes(short_id(whistle)))
    expect([at(near), at(far)]).toEqual([0, 1])
    expect(all[at(near)]).toMatch(/已派遣 · 相距 \d\d 米 · .* 上报 · 隔壁的一件/)
    await box.fill('说不清')
    await options.first().click()
    await form(page).locator('.unfiled', { hasText: `#${short_id(raised)} 还没有立案` }).waitFor()
    await looked_at(mouse, page, 'ways-join')

    await button(form(page), '把几件一起并入…').click()
    const dialog = page.locator('.storm-dialog')
    const members = dialog.locator('.members label')
    expect(await members.first().innerText()).toMatch(/已派遣 · 相距 \d\d 米 · .* 上报\s+隔壁的一件/)
    expect(await dialog.locator('.unfiled').count()).toBe(0)
    const many = await members.count()
    await members.filter({ hasText: short_id(near) }).locator('input').check()
    await dialog.locator('input[type=search]').fill('远处')
    await until('what is chosen and what is found', async () => (await members.count()) === 2)
    await looked_at(mouse, page, 'ways-join-several')
    await dialog.locator('input[type=search]').press('Enter')
    await dialog.locator('input[type=search]').fill('')
    await until('all', async () => (await members.count()) === many)
    await dialog.locator('select').selectOption(raised)
    await dialog.locator('.unfiled').waitFor()
    await dialog.getByRole('button', { name: '关闭' }).click()
    expect((await cast.state_of(near)).stage, 'a search sends nothing').toBe('dispatched')
  })
})

it('nothing went wrong on the way', () => {
  expect(cast.faults).toEqual([])
})
