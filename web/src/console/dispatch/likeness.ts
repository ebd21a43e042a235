// What may be one incident with a whistle: in which order it is offered to be joined, and what is said beside each.
import { zone } from '../../api/pack'
import { metres_between } from '../../base/metres'
import { instant_text } from '../../base/time_text'
import type { QueueRow } from '../queue/row'
import { type Standing, stage_text } from './stage_text'
import { t } from './words'

const near_m = 500
const lies_near = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one)

type Somewhere = Pick<QueueRow, 'place'>
const point_of = ({ longitude_e7, latitude_e7 }: NonNullable<Somewhere['place']>) => ({
  longitude: longitude_e7 / 1e7,
  latitude: latitude_e7 / 1e7,
})

// Null: nobody knows of both where they are.
export const metres_apart = ({ place: one }: Somewhere, { place: other }: Somewhere): number | null =>
  one && other ? Math.round(metres_between(point_of(one), point_of(other))) : null

// What stands as near as nothing else comes first: what the server finds alike, the same matter in the same place, then
// whatever is in that place, then the same matter elsewhere; of those the nearest, and then the latest.
export function by_likeness(own: QueueRow, rows: Iterable<QueueRow>, alike: readonly string[]): QueueRow[] {
  const same = (row: QueueRow) => row.matter?.kind === own.matter?.kind && row.matter?.code === own.matter?.code
  const rank = (row: QueueRow, metres: number): number => {
    const at = alike.indexOf(row.id)
    if (at >= 0) return at - alike.length
    const here = lies_near(row.area, own.area) || metres <= near_m
    if (here) return same(row) ? 0 : 1
    return same(row) ? 2 : 3
  }
  return [...rows]
    .filter((row) => row.id !== own.id && row.stage !== 'joined')
    .map((row) => {
      const metres = metres_apart(own, row) ?? Number.MAX_SAFE_INTEGER
      return { row, metres, rank: rank(row, metres) }
    })
    .sort(
      (one, other) =>
        one.rank - other.rank || one.metres - other.metres || other.row.raised_at_ms - one.row.raised_at_ms,
    )
    .map(({ row }) => row)
}

export const apart_text = (metres: number): string =>
  metres < 1000 ? t('join.metres', { metres }) : t('join.kilometres', { km: (metres / 1000).toFixed(1) })

type Told = Standing & Pick<QueueRow, 'raised_at_ms'>
// How far it is, how far away, and since when it is known.
export function beside_text(told: Told, metres: number | null): string {
  const raised = t('join.raised', { at: instant_text(told.raised_at_ms, zone()) })
  return [stage_text(told), metres === null ? '' : apart_text(metres), raised].filter(Boolean).join(' · ')
}

// What is joined to a whistle waits with it: while that one is not filed nobody handles either.
export const is_unfiled = (row: Pick<QueueRow, 'stage'> | undefined): boolean => row?.stage === 'raised'
