// Who could take a whistle, the likeliest first, each with the reason why it is named.
import type { Messages } from '../../api/client'
import type { Load } from './load'

export type Why = 'duty' | 'proposed' | 'tally'

export interface Candidate {
  department: string
  why: Why
  closed: number // of the same matter there, by the tally
  share: number // of all closed
  load?: Load
}

export const candidates_max = 9 // one for each digit

export interface CandidateSources {
  forecast_lead?: string
  proposed?: string
  tally?: Messages['Tally']
  loads: readonly Load[]
  not: readonly string[] // who has it, or has just returned it
  serves: (department: string) => boolean // where the whistle is
}

export function candidates_of({ forecast_lead, proposed, tally, loads, not, serves }: CandidateSources): Candidate[] {
  const counts = new Map((tally?.counts ?? []).map((each) => [each.department, each.closed]))
  const all = [...counts.values()].reduce((sum, each) => sum + each, 0)
  const found = new Map<string, Candidate>()
  const name = (department: string | undefined, why: Why) => {
    if (!department || not.includes(department) || found.has(department)) return
    const closed = counts.get(department) ?? 0
    const load = loads.find((each) => each.department === department)
    found.set(department, { department, why, closed, share: all === 0 ? 0 : closed / all, load })
  }
  name(forecast_lead, 'duty')
  name(proposed, 'proposed')
  // Others may have closed it when it lay elsewhere: the tally tells them, and nobody is led to choose them.
  for (const { department } of tally?.counts ?? []) if (serves(department)) name(department, 'tally')
  return [...found.values()].slice(0, candidates_max)
}
