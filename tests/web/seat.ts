// A seat at the API, beside the page that is tested: whoever else there is in a city while somebody looks at his screen, or he
// himself. What is refused is a fault of the test.
import type { Page } from 'playwright-core'
import type { Messages } from '../../web/src/api/client'
import { until } from './city'
import { type Answer, Script } from './rest'

const zone = 'Asia/Shanghai'

const day_at = (ms: number): number =>
  Number(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms).replace(/-/g, ''))

// 20261126, the city's day.
export const today = (): number => day_at(Date.now())

// Where what is counted is of one day: begins behind a midnight of the city that would come within those minutes.
export async function one_day_for(minutes: number): Promise<void> {
  const ahead_ms = minutes * 60_000
  await until('the city’s next day', () => day_at(Date.now() + ahead_ms) === today(), ahead_ms + 10_000)
}

function granted<Told>(answer: Answer, asked: string): Told {
  if (answer.status >= 300) throw new Error(`${asked}: ${answer.status} ${answer.text}`)
  return answer.body as Told
}

export class Seat {
  private constructor(private readonly script: Script) {}

  static async take(url: string, user: string): Promise<Seat> {
    return new Seat(await Script.enter(url, user))
  }
  // That of whoever is logged in on the page.
  static async of(page: Page): Promise<Seat> {
    return new Seat(await Script.of_page(page))
  }

  async read<Told>(path: string): Promise<Told> {
    return granted<Told>(await this.script.ask('GET', `/api/v1/${path}`), path)
  }

  // The new whistle's id.
  async blow(report: Partial<Messages['Report']>): Promise<string> {
    const answer = await this.script.blow(report)
    return granted<Messages['Receipt']>(answer, 'blow').whistle_id
  }

  show(id: string): Promise<Messages['WhistleView']> {
    return this.read(`whistles/${id}`)
  }

  // The open ones of an inbox: "reporter=walker-1", "area=2101".
  async inbox(whose: string): Promise<Messages['InboxItem'][]> {
    const found: Messages['InboxItem'][] = []
    for (;;) {
      const last = found[found.length - 1]
      const page = await this.read<Messages['InboxPage']>(`inbox?${whose}${last ? `&after_whistle_id=${last.whistle_id}` : ''}`)
      found.push(...page.items)
      if (!page.more) return found
    }
  }

  // On the version that is the last one now, and again where a clock was faster.
  async give(id: string, command: string, body: object = {}): Promise<Messages['Receipt']> {
    for (;;) {
      const version = (await this.show(id)).state?.version ?? 0
      const answer = await this.script.command(id, command, version, body)
      if (answer.status !== 412) return granted(answer, command)
    }
  }
}
