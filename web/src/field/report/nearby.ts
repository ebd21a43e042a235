// What is open around and may be the same matter: from the server's list as it was last read, and what waits on this
// phone.
import { metres_between } from '../../base/metres'
import type { InboxItem } from '../city'
import type { MatterKey, OutboxItem, Place } from '../outbox/items'
import { is_report } from '../outbox/items'
import { point_of } from '../place/location'

export const same_within_m = 50
export const near_within_m = 200

export interface Nearby {
  whistle_id: string
  matter?: MatterKey
  text: string
  metres: number
  stage: InboxItem['stage'] | null // null: on this phone alone
  probably_same: boolean
}

const same_matter = (one?: MatterKey | null, other?: MatterKey | null): boolean =>
  !!one && !!other && one.code !== '' && one.kind === other.kind && one.code === other.code

// The likeliest first. Without a place nobody can say what is near.
export function nearby(
  at: Place | null,
  matter: MatterKey | null,
  open: InboxItem[],
  own: OutboxItem[],
  but: string,
): Nearby[] {
  if (!at) return []
  const here = point_of(at)
  const told = open.flatMap((each) => (each.place ? [{ ...each, place: each.place, stage: each.stage }] : []))
  const known = new Set(told.map((each) => each.whistle_id))
  const waiting = own
    .filter(is_report)
    .flatMap((each) =>
      each.said.place && !known.has(each.whistle_id) && each.state !== 'draft'
        ? [
            {
              whistle_id: each.whistle_id,
              matter: each.said.matter ?? undefined,
              text: each.said.text,
              place: each.said.place,
              stage: null,
            },
          ]
        : [],
    )
  return [...told, ...waiting]
    .filter((each) => each.whistle_id !== but && (matter === null || same_matter(each.matter, matter)))
    .map((each) => {
      const metres = metres_between(here, point_of(each.place))
      const probably_same = matter !== null && metres <= same_within_m
      return {
        whistle_id: each.whistle_id,
        matter: each.matter,
        text: each.text,
        metres,
        stage: each.stage,
        probably_same,
      }
    })
    .filter((each) => each.metres <= near_within_m)
    .sort((one, other) => one.metres - other.metres)
}
