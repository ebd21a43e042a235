// What a phone asks for that may not know all: its user's own reports that have ended, as the server lists them.
import { api, type Messages, told } from '../../api/client'
import { Problem } from '../../api/problem'

type EndedItem = Messages['EndedItem']
const pages_max = 3 // of a hundred: as many as a phone keeps

// Those that are not known, the latest end first: no page is asked for behind one of which all is known. Null: not told
// now.
export async function unknown_ends(is_known: (item: EndedItem) => boolean): Promise<EndedItem[] | null> {
  const found: EndedItem[] = []
  let query = {}
  try {
    for (let page = 0; page < pages_max; page += 1) {
      const list = await told(api.GET('/api/v1/ended', { params: { query } }))
      const unknown = list.items.filter((each) => !is_known(each))
      found.push(...unknown)
      const last = list.items[list.items.length - 1]
      if (!list.more || !last || unknown.length === 0) break
      query = { before_ms: last.ended_at_ms, before_whistle_id: last.whistle_id }
    }
    return found
  } catch (thrown) {
    if (thrown instanceof Problem) return null
    throw thrown
  }
}
