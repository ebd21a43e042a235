// How much each department has to do, and how much of it is late.
import { sla_of_due, type SlaState } from '../../base/sla'
import { clock_holder, type QueueRow } from '../queue/row'

export interface Load {
  department: string
  leads: number
  helps: number
  overdue: number
  due_soon: number
}

// Of its own clocks: a whistle that is late for its lead is not late for every helper.
function state_for(row: QueueRow, department: string, now_ms: number): SlaState {
  const own = <Each extends Parameters<typeof clock_holder>[1]>(all: readonly Each[]) =>
    all.find((each) => clock_holder(row, each) === department)
  const late = own(row.overruns)
  if (late) return sla_of_due(late.due_at_ms, late.due_at_ms, now_ms).state
  const next = own(row.deadlines)
  return next ? sla_of_due(next.due_at_ms, next.soon_at_ms, now_ms).state : 'paused'
}

// Who is late with most comes first, then who will be, then who has most to do: the page says so beside the list.
export function loads_of(rows: Iterable<QueueRow>, now_ms: number): Load[] {
  const states = new Map<string, { leads: number; helps: number; states: SlaState[] }>()
  const at = (department: string) => {
    const known = states.get(department) ?? { leads: 0, helps: 0, states: [] }
    states.set(department, known)
    return known
  }
  for (const row of rows) {
    if (row.stage === 'joined') continue
    for (const department of row.lead === '' ? row.helpers : [row.lead, ...row.helpers]) {
      const load = at(department)
      if (department === row.lead) load.leads += 1
      else load.helps += 1
      load.states.push(state_for(row, department, now_ms))
    }
  }
  const loads = [...states].map(([department, load]) => ({
    department,
    leads: load.leads,
    helps: load.helps,
    overdue: load.states.filter((each) => each === 'overdue').length,
    due_soon: load.states.filter((each) => each === 'due_soon').length,
  }))
  return loads.sort(
    (one, other) =>
      other.overdue - one.overdue ||
      other.due_soon - one.due_soon ||
      total(other) - total(one) ||
      (one.department < other.department ? -1 : 1),
  )
}

export const total = (load: Load): number => load.leads + load.helps
