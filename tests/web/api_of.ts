// What the server says, asked beside the pages with the session of a page: what a page shows is held against it.
import type { Page } from 'playwright-core'
import type { Messages } from '../../web/src/api/client'

const zone = 'Asia/Shanghai'

// 20261126, the city's day.
export function today(): number {
  return Number(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now()).replace(/-/g, ''))
}

export async function ask<Answer>(page: Page, url: string, path: string): Promise<Answer> {
  const answer = await page.context().request.get(`${url}/api/v1/${path}`)
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Answer
}

// Every open whistle of the city.
export async function open_whistles(page: Page, url: string, area: string): Promise<Messages['InboxItem'][]> {
  const items: Messages['InboxItem'][] = []
  for (;;) {
    const last = items[items.length - 1]
    const after = last ? `&after_whistle_id=${last.whistle_id}` : ''
    const told = await ask<Messages['InboxPage']>(page, url, `inbox?area=${area}${after}`)
    items.push(...told.items)
    if (!told.more) return items
  }
}
