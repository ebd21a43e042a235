// What a phone that is new to its user asks for: his own reports that have ended, as the server lists them.
import { api, type Messages, told } from '../../api/client'
import { Problem } from '../../api/problem'

const pages_max = 3 // of a hundred: as many as a phone keeps

// The latest end first. Null: not told now.
export async function ended_lately(): Promise<Messages['EndedItem'][] | null> {
  const all: Messages['EndedItem'][] = []
  try {
    for (let page = 0; page < pages_max; page += 1) {
      const last = all.at(-1)
      const query = last ? { before_ms: last.ended_at_ms, before_whistle_id: last.whistle_id } : {}
      const list = await told(api.GET('/api/v1/ended', { params: { query } }))
      all.push(...list.items)
      if (!list.more) break
    }
    return all
  } catch (thrown) {
    if (thrown instanceof Problem) return null
    throw thrown
  }
}
