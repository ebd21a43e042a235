// What the department has done or given away lately, which its inbox names no more: the obligations that were delivered
// to it in the last days, as the figures list them.
import type { Messages } from '../../api/client'
import { read } from '../../api/read'
import { zone } from '../../api/pack'
import { server_now_ms } from '../../base/server_clock'
import { day_number } from '../../base/time_text'

export const days_back = 7
const day_ms = 24 * 3_600_000
const listed_max = 2_000
export const shown_max = 200 // the latest; each is a question of its own
const at_once = 4

async function listed(department: string, counted: boolean): Promise<string[]> {
  const now = server_now_ms()
  const query = new URLSearchParams({
    from: String(day_number(now - (days_back - 1) * day_ms, zone())),
    to: String(day_number(now, zone())),
    by: 'department',
    group: department,
    figure: 'returned', // returns / obligations delivered: both lists together are all that was delivered
    counted: String(counted),
  })
  const ids: string[] = []
  for (;;) {
    query.set('skip', String(ids.length))
    const page = await read<Messages['FigureList']>(`/api/v1/figures/list?${query.toString()}`)
    ids.push(...page.whistle_ids)
    if (!page.more || page.whistle_ids.length === 0 || ids.length >= listed_max) return ids
  }
}

// Asks for each that is not known yet, the latest first. How many there were beyond what may be asked.
export async function load_done_work(
  department: string,
  known: (id: string) => boolean,
  ask: (id: string) => Promise<void>,
): Promise<number> {
  const lists = await Promise.all([listed(department, true), listed(department, false)])
  const all = [...new Set(lists.flat())].filter((id) => !known(id)).sort().reverse()
  const wanted = all.slice(0, shown_max)
  const next = wanted[Symbol.iterator]()
  const worker = async () => {
    for (const id of next) await ask(id)
  }
  await Promise.all(Array.from({ length: at_once }, worker))
  return all.length - wanted.length
}
