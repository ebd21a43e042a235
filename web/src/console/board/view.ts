// What the board shows, whole, as it stands in the address: a link opens the same view for whoever may see it.
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import {
  area_groupings,
  care_states,
  type CareState,
  type FigureName,
  type Grouping,
  groupings,
  type MatterTag,
  type Only,
} from '../../api/surveys'
import { period_text, type Period, read_period } from './period'

export const tabs = ['figures', 'late', 'decide', 'care', 'zero'] as const
export type Tab = (typeof tabs)[number]
export const figure_names: readonly FigureName[] = [
  'closing',
  'on_time',
  'honest',
  'response',
  'solved',
  'satisfied',
  'returned',
  'unfounded',
]
export const tags: readonly MatterTag[] = ['petition', 'accident', 'case', 'epidemic']
export const parts = ['counted', 'missing', 'of'] as const
// Of a figure: what was counted, what was counted among but was not, all of it.
export type FigurePart = (typeof parts)[number]

// The number whose list is open.
export type Behind = { group: string; by: Grouping } & (
  | { tab: 'figures'; figure: FigureName; part: FigurePart }
  | { tab: 'care'; state: CareState | null }
  | { tab: 'zero'; tag: MatterTag }
)

export interface Sorting {
  by: string // 'name', a figure, 'composite', a column of the tab
  up: boolean
}

export interface BoardView {
  tab: Tab
  period: Period
  by: Grouping
  within: string // area code: only what lies in it; empty: everything
  figure: FigureName | null // of the chart, the map and the order; null: the first that has a value
  sort: Sorting | null
  department: string // code: of the figures what its row has, of the late ones those of its clocks, or of desk/<area>'s; empty: all
  matter: string // matter:06010
  map: boolean // is shown
  behind: Behind | null
}

// Of an address, the period that is none. Empty: it has none, or one that can be read.
export function unread_period(query: LocationQuery): string {
  const text = text_in(query, 'period')
  return read_period(text) ? '' : text
}

export const first_view: BoardView = {
  tab: 'figures',
  period: { choice: 'last', days: 7 },
  by: 'department',
  within: '',
  figure: null,
  sort: null,
  department: '',
  matter: '',
  map: false,
  behind: null,
}

function one_of<Word extends string>(words: readonly Word[], text: string): Word | null {
  return words.find((each) => each === text) ?? null
}

function text_in(query: LocationQuery, name: string): string {
  const found = query[name]
  return typeof found === 'string' ? found : ''
}

// A list is of a row of the table, or of the row above it, which is not grouped.
function read_behind(tab: Tab, table_by: Grouping, query: LocationQuery): Behind | null {
  const group = text_in(query, 'group')
  const by = group === '' ? 'none' : table_by
  if (tab === 'figures') {
    const figure = one_of(figure_names, text_in(query, 'of'))
    const part = one_of(parts, text_in(query, 'part'))
    return figure && part ? { tab, by, group, figure, part } : null
  }
  if (tab === 'care') {
    const said = text_in(query, 'of')
    const state = one_of(care_states, said)
    return state || said === 'listed' ? { tab, by, group, state } : null
  }
  const tag = one_of(tags, text_in(query, 'of'))
  return tab === 'zero' && tag ? { tab, by, group, tag } : null
}

function read_sort(text: string): Sorting | null {
  const found = /^(-?)([a-z_]+)$/.exec(text)
  return found?.[2] ? { by: found[2], up: found[1] === '' } : null
}

// What is late may be a desk's; figures are of departments.
function department_in(tab: Tab, query: LocationQuery): string {
  const said = text_in(query, 'department')
  return tab !== 'late' && said.startsWith('desk/') ? '' : said
}

// What an address does not say, or says wrongly, is as it is at first.
export function read_view(query: LocationQuery): BoardView {
  const tab = one_of(tabs, text_in(query, 'tab')) ?? first_view.tab
  const by_area = tab === 'care' || tab === 'zero'
  const first_by: Grouping = by_area ? 'community' : first_view.by
  const by = one_of(by_area ? area_groupings : groupings, text_in(query, 'by')) ?? first_by
  return {
    tab,
    by,
    period: read_period(text_in(query, 'period')) ?? first_view.period,
    within: text_in(query, 'within'),
    figure: one_of(figure_names, text_in(query, 'figure')),
    sort: read_sort(text_in(query, 'sort')),
    department: department_in(tab, query),
    matter: text_in(query, 'matter'),
    map: text_in(query, 'map') === '1',
    behind: read_behind(tab, by, query),
  }
}

// Of which whistles the figures are asked.
export function only_of({ within, department, matter }: BoardView): Only {
  const only: Only = {}
  if (within !== '') only.area = within
  if (department !== '') only.department = department
  if (matter !== '') only.matter = matter
  return only
}

function said_behind(behind: Behind | null): LocationQueryRaw {
  if (!behind) return {}
  const group: LocationQueryRaw = behind.group === '' ? {} : { group: behind.group }
  if (behind.tab === 'figures') return { of: behind.figure, part: behind.part, ...group }
  return { of: behind.tab === 'care' ? (behind.state ?? 'listed') : behind.tag, ...group }
}

export function view_query(view: BoardView): LocationQueryRaw {
  const query: LocationQueryRaw = { tab: view.tab, period: period_text(view.period), by: view.by }
  if (view.within !== '') query.within = view.within
  if (view.figure) query.figure = view.figure
  if (view.sort) query.sort = `${view.sort.up ? '' : '-'}${view.sort.by}`
  if (view.department !== '') query.department = view.department
  if (view.matter !== '') query.matter = view.matter
  if (view.map) query.map = '1'
  return { ...query, ...said_behind(view.behind) }
}
