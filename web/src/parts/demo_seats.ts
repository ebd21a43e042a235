// The seats of a demonstration that somebody looks for: by any word of what is said of them, whatever door he stands at.
import type { DemoSeat } from '../api/account'
import type { Role } from '../api/session'
import { has_words } from '../base/has_words'
import { role_words } from './role_words'

// Where each area lies: a door knows no map yet, but the seats of the streets and districts around say what those are
// called, and a code begins with the code of what it lies in.
export function wheres_of(seats: readonly DemoSeat[]): (seat: DemoSeat) => string {
  const names = new Map(seats.map((each) => [each.area, each.area_name]))
  return ({ area }) => [...area].map((_, at) => names.get(area.slice(0, at + 1))).filter(Boolean).join(' ')
}

// all: of the door, whichever of them are offered at it.
export function seats_found(seats: readonly DemoSeat[], wanted: string, all = seats): DemoSeat[] {
  const where = wheres_of(all)
  const said = (each: DemoSeat) => [...Object.values(each), where(each), role_words[each.role as Role] ?? '']
  return seats.filter((each) => has_words(wanted, said(each)))
}
