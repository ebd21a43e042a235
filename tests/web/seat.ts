// A seat at the API, beside the page that is tested: whoever else there is in a city while somebody looks at his screen.
import { type APIRequestContext, request } from 'playwright-core'
import { make_uuid_v7 } from '../../web/src/base/uuid'
import type { Messages } from '../../web/src/api/client'
import { password } from './city'

export class Seat {
  private constructor(
    private readonly api: APIRequestContext,
    private readonly csrf: string,
  ) {}

  static async take(url: string, user: string): Promise<Seat> {
    const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { Origin: url } })
    const answer = await api.post('/api/v1/session', { data: { user, password } })
    if (!answer.ok()) throw new Error(`${user} may not log in: ${await answer.text()}`)
    return new Seat(api, (await answer.json()).csrf)
  }

  private headers(more: Record<string, string> = {}): Record<string, string> {
    return { 'X-CSRF-Token': this.csrf, 'Idempotency-Key': make_uuid_v7(), ...more }
  }

  // The new whistle's id.
  async blow(report: Partial<Messages['Report']>): Promise<string> {
    const whistle_id = make_uuid_v7()
    const answer = await this.api.post('/api/v1/whistles', { headers: this.headers(), data: { whistle_id, report } })
    if (answer.status() !== 201) throw new Error(`no whistle: ${await answer.text()}`)
    return whistle_id
  }

  async show(id: string): Promise<Messages['WhistleView']> {
    const answer = await this.api.get(`/api/v1/whistles/${id}`)
    if (!answer.ok()) throw new Error(`${id}: ${await answer.text()}`)
    return answer.json()
  }

  // Of that user's own, the open ones.
  async reports_of(user: string): Promise<string[]> {
    const found: string[] = []
    for (;;) {
      const after = found.length > 0 ? `&after_whistle_id=${found[found.length - 1]}` : ''
      const answer = await this.api.get(`/api/v1/inbox?reporter=${user}${after}`)
      if (!answer.ok()) throw new Error(`${user}: ${await answer.text()}`)
      const page: Messages['InboxPage'] = await answer.json()
      found.push(...page.items.map((each) => each.whistle_id))
      if (!page.more) return found
    }
  }

  // On the version that is the last one now, and again where a clock was faster.
  async give(id: string, command: string, body: object = {}): Promise<Messages['Receipt']> {
    for (;;) {
      const version = (await this.show(id)).state?.version ?? 0
      const headers = this.headers({ 'If-Match': `"${version}"` })
      const answer = await this.api.post(`/api/v1/whistles/${id}/${command}`, { headers, data: body })
      if (answer.ok()) return answer.json()
      if (answer.status() !== 412) throw new Error(`${command}: ${await answer.text()}`)
    }
  }

  leave(): Promise<void> {
    return this.api.dispose()
  }
}
