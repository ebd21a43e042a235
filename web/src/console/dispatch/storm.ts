// Many reports of one incident: more than ten new whistles within a minute, in one street or of one matter.
import type { QueueRow } from '../queue/row'
import { by_likeness } from './likeness'

export const storm_more_than = 10
export const storm_within_ms = 60_000
export const storm_kept_ms = 30 * 60_000 // then it is no news any more

export interface Storm {
  key: string // "street:210102001" or "matter:component:01001"
  area?: string
  matter?: QueueRow['matter']
  rows: QueueRow[] // the oldest first: it would be the umbrella
  chosen?: readonly string[] // whistle ids; not said: all of them
  alike?: readonly string[] // whistle ids, as the server found them
}

// The street, or whatever lies just above a community where there is none.
export type StreetOf = (area: string) => string

function groups_of(rows: Iterable<QueueRow>, street_of: StreetOf): Map<string, Storm> {
  const groups = new Map<string, Storm>()
  const add = (group: Omit<Storm, 'rows'>, row: QueueRow) => {
    const known = groups.get(group.key) ?? { ...group, rows: [] }
    known.rows.push(row)
    groups.set(group.key, known)
  }
  for (const row of rows) {
    const street = street_of(row.area)
    if (street !== '') add({ key: `street:${street}`, area: street }, row)
    const { matter } = row
    if (matter && matter.code !== '') add({ key: `matter:${matter.kind}:${matter.code}`, matter }, row)
  }
  return groups
}

// The rows of the densest stretch: every row that stands in a minute with more than ten.
function dense(rows: QueueRow[]): QueueRow[] {
  const in_storm = new Set<QueueRow>()
  let from = 0
  for (let to = 0; to < rows.length; to += 1) {
    while ((rows[to]?.raised_at_ms ?? 0) - (rows[from]?.raised_at_ms ?? 0) > storm_within_ms) from += 1
    if (to - from + 1 > storm_more_than) for (const each of rows.slice(from, to + 1)) in_storm.add(each)
  }
  return rows.filter((each) => in_storm.has(each))
}

// What nobody reported is a plan, such as the care visits of a day.
const may_be_joined = (row: QueueRow): boolean =>
  row.stage !== 'joined' && row.stage !== 'handled' && row.reporter !== ''

// Storms that still have something to join, the largest first. One incident is told once: the smaller group goes.
export function storms_of(rows: Iterable<QueueRow>, now_ms: number, street_of: StreetOf): Storm[] {
  const recent = [...rows]
    .filter((row) => may_be_joined(row) && now_ms - row.raised_at_ms <= storm_kept_ms)
    .sort((one, other) => one.raised_at_ms - other.raised_at_ms)
  if (recent.length <= storm_more_than) return []
  const storms = [...groups_of(recent, street_of).values()]
    .map((each) => ({ ...each, rows: dense(each.rows) }))
    .filter((each) => each.rows.length > 0)
    .sort((one, other) => other.rows.length - one.rows.length)
  const told = new Set<string>()
  return storms.filter((storm) => {
    const fresh = storm.rows.filter((row) => !told.has(row.id))
    for (const row of storm.rows) told.add(row.id)
    return fresh.length > storm_more_than
  })
}

const groups_max = 8

// Of one matter in one street, the most first: for who sees himself that they are one incident. Nothing is chosen.
export function gathered_by_place(rows: Iterable<QueueRow>, street_of: StreetOf): Storm[] {
  const groups = new Map<string, Storm>()
  for (const row of rows) {
    const { matter } = row
    const area = street_of(row.area)
    if (!may_be_joined(row) || !matter || matter.code === '' || area === '') continue
    const key = `${area} ${matter.kind}:${matter.code}`
    const group = groups.get(key) ?? { key, area, matter, rows: [], chosen: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  const several = [...groups.values()].filter((each) => each.rows.length > 1)
  for (const each of several) each.rows.sort((one, other) => one.raised_at_ms - other.raised_at_ms)
  return several.sort((one, other) => other.rows.length - one.rows.length).slice(0, groups_max)
}

// To be joined by hand to one of them: nothing is chosen but by who looks.
export function gathered_to(own: QueueRow, rows: Iterable<QueueRow>, alike: readonly string[]): Storm {
  return { key: own.id, rows: [own, ...by_likeness(own, [...rows].filter(may_be_joined), alike)], chosen: [], alike }
}
