// What the palette finds of what it is given.
import { expect, test } from 'vitest'
import { find_entries } from '../../../../web/src/console/keys/palette'

test('finds a command by its words in any order', () => {
  const entries = ['报到 #0841A2', '退单 #0841A2', '打开 #77'].map((name) => ({ name, run: () => undefined }))
  expect(find_entries(entries, '0841 报到').map((each) => each.name)).toEqual(['报到 #0841A2'])
  expect(find_entries(entries, '')).toHaveLength(3)
})
