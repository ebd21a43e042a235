// Whoever acts in a story of several people: each has a page of his own, and a seat at the API for what is not the story's.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Messages } from '../../web/src/api/client'
import { axe, desktop, log_in, open, type Seen, shoot } from './browser'
import { type City, password, until } from './city'
import { phone_of, type Walker, walkers_of } from './field_page'
import type { Hands } from './hands'
import { Seat } from './seat'

type State = NonNullable<Messages['WhistleView']['state']>

export class Cast {
  private readonly seats = new Map<string, Seat>()
  private readonly pages = new Map<string, Seen>()
  readonly walker: Walker

  constructor(
    readonly city: City,
    readonly browser: Browser,
    readonly district: string,
  ) {
    this.walker = walkers_of(city).find((each) => each.area.startsWith(district)) as Walker
  }

  async seat(user: string): Promise<Seat> {
    const taken = this.seats.get(user) ?? (await Seat.take(this.city.url, user))
    this.seats.set(user, taken)
    return taken
  }

  // The console of that user, at this path.
  async at(user: string, path: string): Promise<Page> {
    const known = this.pages.get(user)
    if (known) {
      await known.page.goto(this.city.url + path)
      return known.page
    }
    const page = await this.enter(user, desktop)
    await page.goto(this.city.url + path)
    return page
  }

  // The walker's phone, at this page of it.
  async in_field(path: string): Promise<Page> {
    const { user } = this.walker
    const page = this.pages.get(user)?.page ?? (await this.enter(user, phone_of(this.walker)))
    await page.goto(`${this.city.url}/field/#${path}`)
    return page
  }

  private async enter(user: string, options: BrowserContextOptions): Promise<Page> {
    const seen = await open(this.browser, `${this.city.url}/login`, options)
    this.pages.set(user, seen)
    await log_in(seen.page, this.city.url, user, password)
    await seen.page.locator('#content').waitFor()
    return seen.page
  }

  async blow(report: Partial<Messages['Report']>): Promise<string> {
    const { user, area } = this.walker
    return (await this.seat(user)).blow({ area, kind: 'routine', source: 'handheld', ...report })
  }

  async state_of(id: string): Promise<State> {
    const { state } = await (await this.seat(this.walker.user)).show(id)
    if (!state) throw new Error(`${id} has no state`)
    return state
  }

  async until_state(what: string, id: string, is: (state: State) => boolean): Promise<void> {
    await until(what, async () => is(await this.state_of(id)))
  }

  // The user who may act for the lead: at night that can be another department's seat.
  async clerk_of(id: string): Promise<string> {
    const owed = (await this.state_of(id)).obligations[0]
    return `clerk-${owed?.seat || owed?.department}`
  }

  async as_clerk(id: string, command: string, body: object = {}): Promise<void> {
    await (await this.seat(await this.clerk_of(id))).give(id, command, body)
  }

  get faults(): string[] {
    return [...this.pages.values()].flatMap((each) => each.faults)
  }
}

// As it stands, in both themes: nothing that axe finds, and a picture to look at. Once: who uses the keys sees the same.
export async function looked_at(hands: Hands, page: Page, name: string): Promise<void> {
  if (hands.name === 'keys') return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axe(page), `${name} ${colorScheme}`).toEqual([])
    await shoot(page, `${name}-${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

export const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true })
