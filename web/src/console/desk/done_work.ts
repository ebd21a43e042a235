// What the department has done lately, which its inbox names no more: the latest pages of what the server knows of it.
import { api, type Messages, told } from '../../api/client'
import { server_now_ms } from '../../base/server_clock'
import { type QueueRow, row_of_item } from '../queue/row'

export const days_back = 7
const day_ms = 24 * 3_600_000
export const shown_max = 200

type Page = Messages['DonePage']
type Ask = (department: string, before: Messages['DoneItem'] | undefined) => Promise<Page>

const ask_done: Ask = (department, before) =>
  told(
    api.GET('/api/v1/done', {
      params: {
        query: before
          ? { department, before_ms: before.done_at_ms, before_whistle_id: before.item?.whistle_id ?? '' }
          : { department },
      },
    }),
  )

// Given away is not done: only what was handled has a time of its own in a row.
function row_of({ item, done_at_ms, was_late }: Messages['DoneItem'], department: string): QueueRow | null {
  if (!item) return null
  return { ...row_of_item(item, { department }), done_at_ms: item.obligation === 'done' ? done_at_ms : 0, was_late }
}

// Puts what was done in the last days, the latest first. Whether there was more than is shown.
export async function load_done_work(
  department: string,
  put: (row: QueueRow) => void,
  ask: Ask = ask_done,
): Promise<boolean> {
  const since_ms = server_now_ms() - days_back * day_ms
  let shown = 0
  for (let last: Messages['DoneItem'] | undefined; ; ) {
    const page = await ask(department, last)
    for (const each of page.items) {
      if (each.done_at_ms < since_ms) return false
      if (shown === shown_max) return true
      const row = row_of(each, department)
      if (row) put(row)
      shown += 1
    }
    last = page.items[page.items.length - 1]
    if (!page.more || !last) return false
  }
}
