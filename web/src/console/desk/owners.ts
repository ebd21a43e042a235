// To whom a return may be meant: departments that the duty list names close to this whistle, each with the reason.
import type { Messages } from '../../api/client'

type MatterKey = Messages['MatterKey']

// What the duty list says of one matter and kind in one area (a row of GET /api/v1/forecasts).
export interface DutyRow {
  kind: string
  matter: MatterKey
  lead?: string
  helpers?: string[]
}

export interface Owner {
  department: string
  why: 'text' | 'matter' | 'called' | 'class'
  matter?: MatterKey // that it has
  count: number // of matters of the class that it has
}

export interface OwnerSources {
  rows: readonly DutyRow[]
  matter?: MatterKey
  like: readonly MatterKey[] // what the words are about, the likeliest first
  called: readonly string[] // to this whistle already
  not: string // who returns it
}

export const owners_max = 5
const guesses_kept = 2 // for which the many of a class make room
const class_digits = 2 // GB/T 47678.5: a code begins with its class

const same = (one: MatterKey, other: MatterKey): boolean => one.kind === other.kind && one.code === other.code
const same_class = (one: MatterKey, other: MatterKey): boolean =>
  one.kind === other.kind && one.code.slice(0, class_digits) === other.code.slice(0, class_digits)

export function owners_of({ rows, matter, like, called, not }: OwnerSources): Owner[] {
  const found = new Map<string, Owner>()
  const name = (department: string | undefined, why: Owner['why'], more: Partial<Owner> = {}) => {
    if (!department || department === not || found.has(department)) return
    found.set(department, { department, why, count: 0, ...more })
  }
  for (const row of matter ? rows.filter((each) => same(each.matter, matter)) : []) {
    for (const department of [row.lead, ...(row.helpers ?? [])]) name(department, 'matter', { matter: row.matter })
  }
  for (const department of called) name(department, 'called')
  // What the words sound like is a guess, and stands behind what is known.
  const guessed = new Map<string, MatterKey>()
  for (const each of like) {
    const lead = rows.find((one) => one.lead && same(one.matter, each))?.lead
    if (lead && lead !== not && !found.has(lead) && !guessed.has(lead)) guessed.set(lead, each)
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
