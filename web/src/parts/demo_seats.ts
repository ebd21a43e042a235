// The seats of a demonstration that somebody looks for: by any word of what is said of them, whatever door he stands at.
import type { DemoSeat } from '../api/account'
import { has_words } from '../base/has_words'

// Where each area lies: a door knows no map yet, but the seats of the streets and districts around say what those are
// called, and a code begins with the code of what it lies in.
export function wheres_of(seats: readonly DemoSeat[]): (seat: DemoSeat) => string {
  const names = new Map(seats.map((each) => [each.area, each.area_name]))
  return ({ area }) => [...area].map((_, at) => names.get(area.slice(0, at + 1))).filter(Boolean).join(' ')
}

// all: of the door, whichever of them are offered at it. also: what else a seat is called there.
export function seats_found(
  seats: readonly DemoSeat[],
  wanted: string,
  all = seats,
  also: (seat: DemoSeat) => string = () => '',
): DemoSeat[] {
  const where = wheres_of(all)
  return seats.filter((each) => has_words(wanted, [...Object.values(each), where(each), also(each)]))
}
