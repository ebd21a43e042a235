import { expect, test } from 'vitest'
import { part_word } from '../../../../web/src/console/board/part_word'
import type { Behind } from '../../../../web/src/console/board/view'

test('the parts behind a share of returns are named by what they are, those of others by what was counted', () => {
  const behind = (figure: 'returned' | 'honest'): Behind => ({ tab: 'figures', by: 'none', group: '', figure, part: 'of' })
  expect(part_word(behind('returned'), 'counted')).toBe('part.returned.counted')
  expect(part_word(behind('returned'), 'of')).toBe('part.of')
  expect(part_word(behind('honest'), 'missing')).toBe('part.missing')
})
