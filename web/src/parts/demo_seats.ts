// The seats of a demonstration that somebody looks for: by any word of what is said of them, whatever door he stands at.
import type { DemoSeat } from '../api/account'
import { has_words } from '../base/has_words'

export const seats_found = (seats: readonly DemoSeat[], wanted: string): DemoSeat[] =>
  seats.filter((each) => has_words(wanted, Object.values(each)))
