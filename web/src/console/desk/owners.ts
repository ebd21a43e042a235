// To whom a return may be meant, each with the reason: whom the duty list names for the matter there, who has done it
// there before, and only behind them what is guessed.
import type { Messages } from '../../api/client'

type MatterKey = Messages['MatterKey']

// What the duty list says of one matter and kind in one area (a row of GET /api/v1/forecasts).
export interface DutyRow {
  kind: Messages['WhistleKind']
  matter: MatterKey
  lead?: string
  helpers?: string[]
}

export interface Owner {
  department: string
  why: 'leads' | 'helps' | 'done' | 'called' | 'class' | 'text'
  kind?: Messages['WhistleKind'] // of the row of the duty list that names it
  matter?: MatterKey // that the words are like
  area?: string // in which it has closed the same matter: it may be wider than a district
  count: number // of matters of the class that it has, or of this one that it has closed there
}

export interface OwnerSources {
  rows: readonly DutyRow[]
  matter?: MatterKey
  kind: string
  done?: Messages['Tally'] // of the matter, the most first
  like: readonly MatterKey[] // what the words are about, the likeliest first
  called: readonly string[] // to this whistle already
  not: string // who returns it
  serves: (department: string) => boolean // where the whistle is
}

export const owners_max = 5
const guesses_kept = 2 // for which the many of a class make room
const class_digits = 2 // GB/T 47678.5: a code begins with its class

const same = (one: MatterKey, other: MatterKey): boolean => one.kind === other.kind && one.code === other.code
const same_class = (one: MatterKey, other: MatterKey): boolean =>
  one.kind === other.kind && one.code.slice(0, class_digits) === other.code.slice(0, class_digits)

// Below it a text shares a letter or a common word with a name, and says nothing of whose it is.
const score_milli_min = 8_000
export const strongly_like = (found: readonly Messages['MatterSuggestion'][]): MatterKey[] =>
  found.filter((each) => each.score_milli >= score_milli_min).flatMap((each) => each.matter ?? [])

// The row of the whistle's own kind speaks first, then the general one: a whistle of another kind is an exception.
const kind_order = (kind: string, own: string): number => (kind === own ? 0 : kind === 'routine' ? 1 : 2)

export function owners_of({ rows, matter, kind, done, like, called, not, serves }: OwnerSources): Owner[] {
  const found = new Map<string, Owner>()
  const name = (department: string | undefined, why: Owner['why'], more: Partial<Owner> = {}) => {
    if (!department || department === not || found.has(department) || !serves(department)) return
    found.set(department, { department, why, count: 0, ...more })
  }
  const of_matter = matter ? rows.filter((each) => same(each.matter, matter)) : []
  of_matter.sort((one, other) => kind_order(one.kind, kind) - kind_order(other.kind, kind))
  for (const row of of_matter) name(row.lead, 'leads', { kind: row.kind })
  for (const each of done?.counts ?? []) name(each.department, 'done', { area: done?.area, count: each.closed })
  for (const row of of_matter)
    for (const department of row.helpers ?? []) name(department, 'helps', { kind: row.kind })
  for (const department of called) name(department, 'called')
  // What the words sound like is a guess, and stands behind what is known.
  const guessed = new Map<string, MatterKey>()
  for (const each of like) {
    const lead = rows.find((one) => one.lead && same(one.matter, each))?.lead
    if (lead && lead !== not && serves(lead) && !found.has(lead) && !guessed.has(lead)) guessed.set(lead, each)
  }
  const room = owners_max - Math.min(guessed.size, guesses_kept)
  const leads = new Map<string, Set<string>>()
  for (const row of matter ? rows.filter((each) => same_class(each.matter, matter)) : []) {
    if (row.lead) leads.set(row.lead, (leads.get(row.lead) ?? new Set()).add(row.matter.code))
  }
  const busiest = [...leads].sort(([, one], [, other]) => other.size - one.size)
  for (const [department, codes] of busiest)
    if (found.size < room && !guessed.has(department)) name(department, 'class', { count: codes.size })
  for (const [department, about] of guessed) name(department, 'text', { matter: about })
  return [...found.values()].slice(0, owners_max)
}
