import { expect, it } from 'vitest'
import { is_behind } from '../../../web/src/api/position'

it('what was read is behind what the stream follows only where entries lie between', () => {
  const cases: [[number, number] | null, string, boolean][] = [
    [[3, 40], '3-41', true],
    [[3, 41], '3-41', false],
    [[3, 42], '3-41', false],
    [[3, 100], '3-99', false],
    [[3, 9], '3-10', true],
    [[2, 900], '3-1', true],
    [[4, 0], '3-900', false],
    [null, '3-41', true],
    [null, '', false],
    [[3, 40], '', false],
  ]
  for (const [read, told, behind] of cases) {
    const position = read ? { epoch: read[0], sequence: read[1] } : undefined
    expect([read, told, is_behind(position, told)]).toEqual([read, told, behind])
  }
})
