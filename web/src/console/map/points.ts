// Whistles as the map shows them, and where it puts them.
import type { SlaState } from '../../base/sla'
import type { CityGrids, Position } from './grids'

export interface MapPoint {
  id: string
  area: string
  place?: { longitude_e7: number; latitude_e7: number }
  state: SlaState
  emergency: boolean
  label: () => string // what is told of it where it is pointed at
}

// Of several in one spot the worst is what is seen.
const worst_first: readonly SlaState[] = ['overdue', 'due_soon', 'on_track', 'none', 'paused', 'done_late', 'done']

// The order in which keys go from one to the next: emergencies, then the worst, then from west to east.
export function walk_order(placed: readonly Placed[]): Placed[] {
  const rank = ({ point }: Placed): number => (point.emergency ? 0 : 100) + worst_first.indexOf(point.state)
  return [...placed].sort((one, other) => rank(one) - rank(other) || one.at[0] - other.at[0])
}

// How many of each, the worst first.
export function states_of(points: readonly MapPoint[]): [SlaState, number][] {
  const count = (state: SlaState): number => points.filter((each) => each.state === state).length
  return worst_first.map((state): [SlaState, number] => [state, count(state)]).filter(([, many]) => many > 0)
}

export function worst_of(states: Iterable<SlaState>): SlaState {
  let worst = worst_first.length - 1
  for (const each of states) worst = Math.min(worst, worst_first.indexOf(each))
  return worst_first[worst] ?? 'none'
}

export interface Placed {
  point: MapPoint
  at: Position
}

// Where it is said to be; without a place in the middle of its grid. Null: nowhere a map could show.
export function place_points(
  points: readonly MapPoint[],
  city: CityGrids | null,
): { placed: Placed[]; unplaced: number } {
  const inside = new Map((city?.grids ?? []).map((each) => [each.area, each.inside]))
  const placed: Placed[] = []
  for (const point of points) {
    const { place } = point
    const known = place && (place.longitude_e7 !== 0 || place.latitude_e7 !== 0)
    const at: Position | undefined = known
      ? [place.longitude_e7 / 1e7, place.latitude_e7 / 1e7]
      : inside.get(point.area)
    if (at) placed.push({ point, at })
  }
  return { placed, unplaced: points.length - placed.length }
}
