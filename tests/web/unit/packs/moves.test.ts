import { expect, test } from 'vitest'
import { moves_of } from '../../../../web/src/console/packs/moves'
import type { HolderMove } from '../../../../web/src/console/packs/publish'

const holder = (lead: string) => ({ lead, desk: '', desk_reason: 'unspecified' as const })
const move = (before: string, after: string, count: number): HolderMove => ({
  before: holder(before),
  after: holder(after),
  count,
})

test('what stays with its holder is apart from what goes to another, and is counted', () => {
  const goes = move('um', 'ps', 4)
  const stays = [move('um', 'um', 2), move('ps', 'ps', 5)]
  expect(moves_of([stays[0]!, goes, stays[1]!])).toEqual({ away: [goes], stay: stays, stay_count: 7 })
})
