// One command for each of many whistles: each is its own command with its own answer, few at a time, and what failed
// says why.
import { reactive } from 'vue'
import type { Messages } from '../../api/client'
import { Problem } from '../../api/problem'
import type { QueueRow } from '../queue/row'
import { type Act, acts_of, command_of, type Draft } from './acts'
import { Giver } from './giving'

export const bulk_acts = ['report_in', 'note', 'extend'] as const
export type BulkAct = (typeof bulk_acts)[number]
export const is_bulk = (act: Act): act is BulkAct => bulk_acts.some((each) => each === act)

// Of those that are selected, whichever it can be done to now.
export const possible_for = (act: BulkAct, rows: readonly QueueRow[], department: string): QueueRow[] =>
  rows.filter((row) => acts_of(row, department, false).includes(act))

export interface Outcome {
  row: QueueRow
  state: 'waiting' | 'done' | 'failed'
  fault: unknown
}

const at_once = 4

export const make_outcomes = (rows: QueueRow[]): Outcome[] =>
  rows.map((row) => reactive({ row, state: 'waiting' as const, fault: null }))

// Of those that are not done yet; asked again, it goes on with what failed. `draft_of`: an extension has the unit of
// each limit.
export async function run_all(
  outcomes: Outcome[],
  act: BulkAct,
  draft_of: (row: QueueRow) => Promise<Draft>,
  done: (row: QueueRow, receipt: Messages['Receipt']) => void,
): Promise<void> {
  const next = outcomes.filter((each) => each.state !== 'done')[Symbol.iterator]()
  const worker = async () => {
    for (const one of next) {
      try {
        const command = command_of(act, await draft_of(one.row), 0)
        if (!command) throw new Problem('not_possible', 422)
        const receipt = await new Giver().give(one.row.id, one.row.version, command)
        Object.assign(one, { state: 'done', fault: null })
        done(one.row, receipt)
      } catch (thrown) {
        Object.assign(one, { state: 'failed', fault: thrown })
      }
    }
  }
  await Promise.all(Array.from({ length: at_once }, worker))
}
