// Departments by their honest share. Who has closed hardly anything is neither praised nor blamed for it.
import type { Messages } from '../../api/client'

export interface Ranked {
  group: string
  name: string
  counted: number
  of: number
}

export const ranked_max = 5
const of_min = 3

const share = (one: Ranked) => one.counted / one.of

export function best_and_worst(table: Messages['FigureTable']): { best: Ranked[]; worst: Ranked[] } {
  const at = table.words.findIndex((each) => each.figure === 'honest')
  const rows = table.rows
    .map(({ group, name, shares }) => ({ group, name, counted: shares[at]?.counted ?? 0, of: shares[at]?.of ?? 0 }))
    .filter((each) => each.of >= of_min)
  const best = [...rows]
    .sort((a, b) => share(b) - share(a) || b.of - a.of || (a.group < b.group ? -1 : 1))
    .slice(0, ranked_max)
  const praised = new Set(best.map((each) => each.group))
  const worst = rows
    .filter((each) => !praised.has(each.group) && share(each) < 1)
    .sort((a, b) => share(a) - share(b) || b.of - a.of || (a.group < b.group ? -1 : 1))
    .slice(0, ranked_max)
  return { best, worst }
}
