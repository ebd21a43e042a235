// Questions about many whistles at once (docs/figures.md), all pages of each answer. What a number counts is decided by
// the server alone: nothing here computes a figure.
import { api, told, type Messages } from './client'
import { Problem } from './problem'

export type Grouping = Exclude<Messages['Grouping'], 'unspecified'>
export type FigureName = Exclude<Messages['FigureName'], 'unspecified'>
export type CareState = Exclude<Messages['CareState'], 'unspecified'>
export type MatterTag = Exclude<Messages['MatterTag'], 'unspecified'>

export const groupings: readonly Grouping[] = [
  'none',
  'department',
  'district',
  'street',
  'community',
  'grid',
  'matter',
  'kind',
]
export const area_groupings: readonly Grouping[] = ['none', 'district', 'street', 'community', 'grid']
export const care_states: readonly CareState[] = ['visited', 'open', 'missed']

// First and last day in the city's zone: 20261101 and 20261130.
export interface Days {
  from: number
  to: number
}

const pages_max = 60 // 30,000 rows: more groups than any city has

interface Paged {
  rows: { group: string }[]
  more: boolean
}

// The server counts for few at a time: who comes when it is busy comes again soon, and then less soon.
const tries_max = 6
const again_after_ms = 250
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (thrown) {
      const busy = thrown instanceof Problem && thrown.code === 'overloaded'
      if (!busy || tries === tries_max) throw thrown
    }
    await new Promise((go_on) => setTimeout(go_on, again_after_ms * tries))
  }
}

async function all_pages<Page extends Paged>(ask: (after_group?: string) => Promise<Page>): Promise<Page> {
  const first = await ask()
  for (let page = first, asked = 1; page.more && asked < pages_max; asked += 1) {
    page = await ask(page.rows[page.rows.length - 1]?.group)
    first.rows.push(...page.rows)
    first.more = page.more
  }
  return first
}

// Of which whistles figures are asked; what is not said asks for all.
export interface Only {
  area?: string
  department?: string
  matter?: string // matter:06010
}

export function ask_figures(days: Days, by: Grouping, only: Only = {}): Promise<Messages['FigureTable']> {
  const query = { ...days, by, ...only }
  return all_pages((after_group) =>
    patiently(() => told(api.GET('/api/v1/figures', { params: { query: { ...query, after_group } } }))),
  )
}

// The same of each day, in one answer; of 31 days at most.
export function ask_figures_by_day(days: Days, by: Grouping, only: Only): Promise<Messages['FigureTable']> {
  const query = { ...days, by, ...only, day_by_day: true }
  return all_pages((after_group) =>
    patiently(() => told(api.GET('/api/v1/figures', { params: { query: { ...query, after_group } } }))),
  )
}

// What came in and went out: of the city's day, and in so many hours.
export function ask_flow(area: string, hours: number): Promise<Messages['FlowTable']> {
  return patiently(() => told(api.GET('/api/v1/flow', { params: { query: { area, hours } } })))
}

export function ask_care(days: Days, by: Grouping): Promise<Messages['CareSharesTable']> {
  return all_pages((after_group) =>
    patiently(() => told(api.GET('/api/v1/care', { params: { query: { ...days, by, after_group } } }))),
  )
}

export function ask_zero_board(days: Days, by: Grouping): Promise<Messages['ZeroBoardTable']> {
  return all_pages((after_group) =>
    patiently(() => told(api.GET('/api/v1/zero-board', { params: { query: { ...days, by, after_group } } }))),
  )
}

// The whistles behind a number: as many as it says, a whistle once for each time it was counted.
export async function ask_behind_figure(
  days: Days,
  by: Grouping,
  group: string,
  figure: FigureName,
  counted: boolean,
  only: Only,
): Promise<string[]> {
  const query = { ...days, by, group, figure, counted, ...only }
  return all_ids((skip) =>
    patiently(() => told(api.GET('/api/v1/figures/list', { params: { query: { ...query, skip } } }))),
  )
}

export async function ask_behind_zero(days: Days, by: Grouping, group: string, tag: MatterTag): Promise<string[]> {
  return all_ids((skip) =>
    told(api.GET('/api/v1/zero-board/list', { params: { query: { ...days, by, group, tag, skip } } })),
  )
}

async function all_ids(ask: (skip: number) => Promise<Messages['FigureList']>): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const page = await ask(ids.length)
    ids.push(...page.whistle_ids)
    if (!page.more || page.whistle_ids.length === 0) return ids
  }
}

// state null: every visit that is listed.
export async function ask_visits(
  days: Days,
  by: Grouping,
  group: string,
  state: CareState | null,
): Promise<Messages['CareVisit'][]> {
  const visits: Messages['CareVisit'][] = []
  const query = state ? { ...days, by, group, state } : { ...days, by, group }
  for (;;) {
    const page = await told(api.GET('/api/v1/care/list', { params: { query: { ...query, skip: visits.length } } }))
    visits.push(...page.visits)
    if (!page.more || page.visits.length === 0) return visits
  }
}
