import { expect, test } from 'vitest'
import { moved_by } from '../../../web/src/console/queue/anchor'

const rows = (ids: string) => [...ids].map((id) => ({ id }))

test.each([
  ['a row comes above', 'abcdef', 'xabcdef', 2, 1],
  ['a row goes above', 'abcdef', 'bcdef', 2, -1],
  ['a row comes below', 'abcdef', 'abcdexf', 2, 0],
  ['the first in sight goes', 'abcdef', 'abdef', 2, -1],
  ['the first in sight goes, and another comes above', 'abcdef', 'xabdef', 2, 0],
  ['all in sight go', 'abcdef', 'ab', 2, 0],
])('%s', (_what, was, now, first_at, by) => {
  expect(moved_by(rows(was), rows(now), first_at, 3)).toBe(by)
})
