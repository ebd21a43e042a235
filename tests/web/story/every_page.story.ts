// Every page, in both languages: it speaks the one that was chosen and no other, every stop of the Tab key is seen, and nothing is
// cut off in a window of 320 px or at twice the size. A few of them, drawn from a seed; GW_PAGES=100 for all, GW_SEED for the same
// draws again.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { axe, desktop, launch, log_in, open, phone, type Seen, shoot } from '../browser'
import { City, password, patience_ms } from '../city'
import { log_in_field, type Walker, walkers_of } from '../field_page'
import { Seat } from '../seat'
import { cut_off, type Language, names_of, unseen_focus, wrong_language } from '../sweep'

const pages_max = Number(process.env.GW_PAGES ?? 8)
const seed = Number(process.env.GW_SEED ?? Date.now() % 1_000_000)
const district = '210102'
const chief = 'supervisor-2101'
const officer = `desk-${district}`
const clerk = `clerk-${district}-sanitation`
let city: City
let browser: Browser
let names: string[] = []
let walks: Walker
let id = '' // a whistle with something of everything

beforeAll(async () => {
  city = await City.start()
  names = names_of(city)
  browser = await launch()
  walks = walkers_of(city).find((each) => each.area.startsWith(district)) as Walker
  const seat = await Seat.take(city.url, walks.user)
  const blow = (text: string, code?: string) =>
    seat.blow({ ...(code && { matter: { kind: 'component', code } }), text, area: walks.area, kind: 'routine', source: 'handheld' })
  for (const each of ['One', 'Two', 'Three']) await blow(`${each}: nobody knows what it is.`)
  for (const each of ['Four', 'Five', 'Six']) await blow(`${each}: the cover is loose.`, '01001')
  const ended = await blow('It has mended itself.', '01012')
  await seat.give(ended, 'withdraw', { reason: 'A mistake.' })
  id = await blow('The cover is loose.', '01012')
  const centre = await Seat.take(city.url, officer)
  const helpers = [`${district}-water_affairs`]
  await centre.give(id, 'redispatch', { lead: `${district}-sanitation`, helpers, reason: 'It is full of mud.' })
  await centre.give(id, 'note', { text: 'Mind the traffic.', asks_reporter: false })
})
afterAll(async () => {
  await browser?.close()
  await city?.stop()
})

interface Visit {
  language: Language
  user: string // nobody: before he has logged in
  name: string
  path: string
  ready: string // css of what is there when it is drawn
}
// ID stands for the whistle.
const console_pages: [user: string, name: string, path: string, ready: string][] = [
  ['', 'the door', '/login', 'input[name=user]'],
  [officer, 'dispatch', '/dispatch', '.ground canvas'],
  [officer, 'a whistle in dispatch', '/dispatch/ID', '.whistle .timeline'],
  [officer, 'account', '/account', 'tbody tr'],
  [officer, 'no page', '/account/nowhere', '.empty-note'],
  [chief, 'figures', '/board?tab=figures', '.figure-table tbody tr'],
  [chief, 'what is late', '/board?tab=late', '.virtual li, .empty-note'],
  [chief, 'decisions', '/board?tab=decide', '.virtual li, .empty-note'],
  [chief, 'care', '/board?tab=care', '.count-table tbody tr, .figure-table tbody tr'],
  [chief, 'four zeros', '/board?tab=zero', '.count-table tbody tr, .figure-table tbody tr'],
  [chief, 'a whistle on the board', '/board/ID?tab=late', '.whistle .timeline'],
  [chief, 'packs', '/dispatch/packs', 'tr.in_force'],
  [chief, 'wall', '/wall', '.wall-late'],
  [clerk, 'desk', '/desk', '.desk-list'],
  [clerk, 'a whistle at the desk', '/desk/ID', '.whistle .timeline'],
]
const walker = 'walker'
const phone_pages: typeof console_pages = [
  ['', 'the door of the phone', '/field/#/home', 'input[name=user]'],
  [walker, 'home', '/field/#/home', 'main > *'],
  [walker, 'tasks', '/field/#/tasks', 'main > *'],
  [walker, 'mine', '/field/#/mine', 'main > *'],
  [walker, 'handover', '/field/#/handover', 'main > *'],
  [walker, 'a whistle on the phone', '/field/#/whistle/ID', '.said'],
  [walker, 'report', '/field/#/report/new', 'main > *'],
]
const every: Visit[] = (['zh-CN', 'en'] as const).flatMap((language) =>
  [...console_pages, ...phone_pages].map(([user, name, path, ready]) => ({ language, user, name, path, ready })),
)

// As everywhere: the same seed, the same draws.
let state = seed
function chance(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
console.log(`GW_SEED=${seed}`)
const drawn = every
  .map((visit) => ({ visit, order: chance() }))
  .sort((one, other) => one.order - other.order)
  .slice(0, pages_max)
  .map(({ visit }) => visit)
// Who has logged in goes on to his next page.
const rounds = new Map<string, Visit[]>()
for (const visit of drawn) {
  const who = `${visit.user || visit.path}, in ${visit.language}`
  rounds.set(who, [...(rounds.get(who) ?? []), visit])
}

async function enter({ language, user, path }: Visit): Promise<Seen> {
  const on_phone = path.startsWith('/field/')
  const seen = await open(browser, `${city.url}${on_phone ? '/field/' : '/login'}`, on_phone ? phone : desktop)
  await seen.page.evaluate((to) => localStorage.setItem('gridwhistle.language', to), language)
  await seen.page.reload()
  if (user === walker) await log_in_field(seen.page, walks.user, password)
  else if (user) await log_in(seen.page, city.url, user, password)
  return seen
}

async function fits(page: Page): Promise<void> {
  const before = page.viewportSize()
  for (const [how, width, height] of [['320 px', 320, 720], ['twice the size', 720, 450]] as const) {
    await page.setViewportSize({ width, height })
    await expect.poll(() => cut_off(page), { message: how, timeout: patience_ms }).toEqual([])
  }
  if (before) await page.setViewportSize(before)
}

async function look_over(page: Page, { language, name }: Visit): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await wrong_language(page, language, names)).toEqual([])
  expect(await unseen_focus(page)).toEqual([])
  if (name !== 'wall') await fits(page)
  await shoot(page, `every-${name.replace(/ /g, '-')}-${language}`)
}

it.each([...rounds])('%s', async (_who, visits) => {
  const [first] = visits
  if (!first) return
  const seen = await enter(first)
  for (const visit of visits) {
    await seen.page.goto(city.url + visit.path.replace('ID', id))
    await seen.page.locator(visit.ready).first().waitFor()
    await look_over(seen.page, visit).catch((thrown: unknown) => {
      throw new Error(`${visit.name}, in ${visit.language}: ${String(thrown)}`)
    })
  }
  expect(seen.faults).toEqual([])
  await seen.context.close()
})
