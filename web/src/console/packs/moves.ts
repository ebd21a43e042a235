// Ways that whistles go under another pack: to somebody else one by one, and apart from them what stays where it is.
import { same_holder } from './holder'
import type { HolderMove } from './publish'

export interface Moves {
  away: HolderMove[]
  stay: HolderMove[] // other helpers or limits only
  stay_count: number // whistles
}

export function moves_of(all: readonly HolderMove[]): Moves {
  const stay = all.filter(same_holder)
  return {
    away: all.filter((each) => !same_holder(each)),
    stay,
    stay_count: stay.reduce((sum, each) => sum + each.count, 0),
  }
}
