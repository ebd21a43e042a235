// Departments of the week. Who has closed hardly anything is neither praised nor blamed for it. Worst is told by what
// the board sorts by, so that somebody stands there also where everybody is in time; and by which of it, is said.
import type { Messages } from '../../api/client'
import { by_standing, held_each_ms } from '../board/standing'

export type Reason = 'honest' | 'response' | 'held'

type Share = Messages['FigureShare']

export interface Ranked extends Share {
  group: string
  name: string
  reason: Reason // what it stands there for
  response: Share
  held_each_ms: number
}

export const ranked_max = 4 // of each list: more are cut off at 16:9
const of_min = 3

const share = (one: Share) => one.counted / one.of

function reason_of(honest: Share, response: Share): Reason {
  if (share(honest) < 1) return 'honest'
  return response.of > 0 && share(response) < 1 ? 'response' : 'held'
}

export function best_and_worst(table: Messages['FigureTable']): { best: Ranked[]; worst: Ranked[] } {
  const names = table.words.map((each) => each.figure)
  const none = { counted: 0, of: 0 }
  const rows = [...table.rows].sort(by_standing(names)).map((row): Ranked => {
    const response = row.shares[names.indexOf('response')] ?? none
    const honest = row.shares[names.indexOf('honest')] ?? none
    const held = held_each_ms(row, names) ?? 0
    const { group, name } = row
    return { group, name, ...honest, response, held_each_ms: held, reason: reason_of(honest, response) }
  })
  const known = rows.filter((each) => each.of >= of_min)
  const praised_max = Math.min(ranked_max, Math.ceil(known.length / 2)) // of few, the other half is what to look at
  const best = [...known]
    .sort((a, b) => share(b) - share(a) || b.of - a.of || (a.group < b.group ? -1 : 1))
    .slice(0, praised_max)
  const praised = new Set(best.map((each) => each.group))
  return { best, worst: known.filter((each) => !praised.has(each.group)).slice(0, ranked_max) }
}
