// By which column the late whistles stand: by how long they are late, as the ranking has them, unless another is asked
// for.
import { area_name, department_name, matter_name } from '../../api/pack'
import type { QueueRow } from '../queue/row'
import { desk_name } from '../whistle/names'
import { late_holder } from './late'
import type { Sorting } from './view'

export const late_columns = ['late', 'department', 'area', 'matter', 'stage'] as const
export type LateColumn = (typeof late_columns)[number]
type LateSort = Sorting & { by: LateColumn }

const longest_first: LateSort = { by: 'late', up: false }
const stages: readonly QueueRow['stage'][] = ['raised', 'filed', 'dispatched', 'handling', 'handled']

// What the address asks for; another tab's column is none of these.
export function late_sort(asked: Sorting | null): LateSort {
  const by = late_columns.find((each) => each === asked?.by)
  return by && asked ? { by, up: asked.up } : longest_first
}

// What a press on that column asks for; null: what the ranking is without being asked.
export function next_late_sort(now: LateSort, by: LateColumn): LateSort | null {
  const next = now.by === by ? { by, up: !now.up } : { by, up: by !== 'late' }
  return next.by === longest_first.by && next.up === longest_first.up ? null : next
}

// Of the department, or of the desk, as lists name them.
export function late_holder_name(holder: string): string {
  return holder.startsWith('desk/') ? desk_name(holder.slice('desk/'.length)) : department_name(holder)
}

// What a row is compared by. Codes of areas begin with the code of the area they lie in: a district stays together,
// and a street within it.
const said_by: Record<Exclude<LateColumn, 'late' | 'stage'>, (row: QueueRow) => string> = {
  department: (row) => `${late_holder_name(late_holder(row))} ${late_holder(row)}`,
  area: (row) => `${row.area} ${area_name(row.area)}`,
  matter: (row) => matter_name(row.matter),
}

// ranked: the longest first, which is the order of what is equal, too.
export function ordered_late(ranked: readonly QueueRow[], { by, up }: LateSort): QueueRow[] {
  if (by === 'late') return up ? [...ranked].reverse() : [...ranked]
  const turn = up ? 1 : -1
  if (by === 'stage') {
    return [...ranked].sort((one, other) => turn * (stages.indexOf(one.stage) - stages.indexOf(other.stage)))
  }
  const words = said_by[by]
  return ranked
    .map((row) => ({ row, said: words(row) }))
    .sort((one, other) => turn * one.said.localeCompare(other.said, 'zh-CN'))
    .map(({ row }) => row)
}
