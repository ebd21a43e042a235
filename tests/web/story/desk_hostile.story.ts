// Whatever a report says is shown as what it says: 200 texts that want more, in the queue, in the detail and in the palette.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axe, desktop, launch, log_in, open, type Seen, shoot } from '../browser'
import { City, password, until } from '../city'
import { hostile_texts } from '../hostile'
import { Seat } from '../seat'

// What the server lets nobody say (control characters, directions of writing) comes to the page all the same: from an older
// journal, or from a server that thinks otherwise. In its place stands a text that is exchanged on the way.
const stand_in = (at: number): string => `stand-in ${at}.`
let city: City
let browser: Browser
let desk: Seen
let walker: Seat
const ids: string[] = []

beforeAll(async () => {
  city = await City.start()
  const walks = city.enrolled().find((each) => each.role === 'grid_worker' && each.area.startsWith('210102'))
  walker = await Seat.take(city.url, walks?.user ?? '')
  const report = { matter: { kind: 'component', code: '01012' }, area: walks?.area ?? '', kind: 'routine', source: 'handheld' } as const
  for (const [at, text] of hostile_texts.entries()) {
    const id = await walker.blow({ ...report, text }).catch((refused: Error) => {
      if (!/forbidden_character/.test(refused.message)) throw refused
      return walker.blow({ ...report, text: stand_in(at) })
    })
    ids.push(id)
  }
  browser = await launch()
  desk = await open(browser, city.url, desktop)
  await desk.page.route(/\/api\/v1\/(inbox|whistles)/, async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace(/"stand-in (\d+)\."/g, (_all, at) => JSON.stringify(hostile_texts[Number(at)]))
    await route.fulfill({ response: answer, body })
  })
  await log_in(desk.page, city.url, 'clerk-210102-public_security', password)
})

afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

// No part of the list is without a row.
function covers(list: Element): boolean {
  const box = list.getBoundingClientRect()
  const rows = [...list.querySelectorAll('.virtual-row')].map((row) => row.getBoundingClientRect())
  const last = Math.min(box.bottom, list.firstElementChild?.getBoundingClientRect().bottom ?? box.bottom)
  return rows.some((row) => row.top <= box.top + 1 && row.bottom > box.top) && rows.some((row) => row.bottom >= last - 1)
}

// Elements that the page itself never makes there.
const foreign = 'script, iframe, object, embed, base, meta, form, style, link, svg:not(.lucide), img, math, marquee, video'

it('shows every one of them as a line of the queue', async () => {
  const { page } = desk
  expect(hostile_texts.length).toBeGreaterThanOrEqual(200)
  await page.locator('.list-foot', { hasText: `${hostile_texts.length} / ${hostile_texts.length}` }).waitFor()
  await page.locator('.virtual-list').focus()
  await page.keyboard.press('Home')
  const seen = new Map<string, string>()
  for (let turn = 0; turn < 100 && seen.size < ids.length; turn += 1) {
    // In one step: a row that was found may have gone by the next.
    const lines = await page.evaluate(() =>
      [...document.querySelectorAll('.virtual-row')].map((row) => {
        const text = row.querySelector('.queue-text')
        return [row.id, text?.textContent ?? '', text?.childElementCount ?? -1, row.getBoundingClientRect().height] as const
      }),
    )
    for (const [id, text, children, height] of lines) {
      seen.set(id.replace('row-', ''), text)
      expect([children, height]).toEqual([0, 60])
    }
    await page.locator('.virtual-list').evaluate((list) => list.scrollBy(0, list.clientHeight - 60))
    await until('all lines in sight', () => page.locator('.virtual-list').evaluate(covers))
  }
  ids.forEach((id, at) => {
    const text = hostile_texts[at] ?? ''
    expect(seen.get(id)).toBe([...text].slice(0, 120).join(''))
  })
  expect(await page.locator('.desk-list').locator('script, iframe, object, svg, img, style, b').count()).toBe(0)
  await page.locator('.virtual-list').evaluate((list) => list.scrollTo(0, 0))
  await shoot(page, 'desk-hostile-queue')
  expect(await axe(page)).toEqual([])
})

it('shows every one of them whole in the detail, and runs none', async () => {
  const { page } = desk
  for (const [at, id] of ids.entries()) {
    const text = hostile_texts[at] ?? ''
    await page.evaluate((to) => {
      history.pushState(history.state, '', to)
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
    }, `/desk/${id}`)
    await page.locator(`.whistle[data-id="${id}"]`).waitFor()
    expect(await page.locator('.report-text').evaluate((each) => each.textContent)).toBe(text)
    expect(await page.locator('.timeline blockquote').first().evaluate((each) => each.textContent)).toBe(text)
    const made = await page.locator('.whistle').evaluate(
      (each, names) => [each.querySelectorAll(names).length, each.scrollWidth > each.clientWidth + 1] as const,
      foreign,
    )
    expect([text, ...made]).toEqual([text, 0, false])
  }
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  expect(await axe(page)).toEqual([])
  await shoot(page, 'desk-hostile-detail')
})

it('finds them by what they say, in the palette and in a dialog', async () => {
  const { page } = desk
  await page.locator('.virtual-list').focus()
  await page.keyboard.press('Control+k')
  await page.locator('.palette input').fill('onerror=window')
  await page.locator('.palette li').first().waitFor()
  expect(await page.locator('.palette img').count()).toBe(0)
  await shoot(page, 'desk-hostile-palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('r')
  await page.locator('dialog .say-about').waitFor()
  expect(await page.locator('dialog .say-about').evaluate((each) => each.childElementCount)).toBe(0)
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  expect(desk.faults).toEqual([])
})
