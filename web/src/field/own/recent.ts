// What a phone that is new to its user asks for: whistles of the last 15 days that have ended. The server has no list
// of one's own ended reports; it has those behind its figures, of all that one may see, and each says whose it is.
import type { Messages } from '../../api/client'
import { zone } from '../../api/pack'
import { Problem } from '../../api/problem'
import { read } from '../../api/read'
import { server_now_ms } from '../../base/server_clock'
import { day_number } from '../../base/time_text'

export const reopened_within_days = 15
const day_ms = 24 * 3600_000

// The latest first: an id begins with the instant at which it was made. Null: not told now.
export async function ended_lately(): Promise<string[] | null> {
  const now_ms = server_now_ms()
  const from = day_number(now_ms - reopened_within_days * day_ms, zone())
  const days = `from=${from}&to=${day_number(now_ms, zone())}`
  const behind = (counted: boolean) =>
    read<Messages['FigureList']>(`/api/v1/figures/list?${days}&by=none&group=&figure=honest&counted=${counted}`)
  try {
    const lists = await Promise.all([behind(true), behind(false)])
    return [...new Set(lists.flatMap((each) => each.whistle_ids))].sort().reverse()
  } catch (thrown) {
    if (thrown instanceof Problem) return null
    throw thrown
  }
}
