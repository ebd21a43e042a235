import { expect, test } from 'vitest'
import { differences_of } from '../../../../web/src/console/packs/differences'
import type { OpenChange } from '../../../../web/src/console/packs/publish'

type Called = OpenChange['called_before'][number]
const hour = 3_600_000
const called = (department: string, report_in: number, handle?: number): Called => ({
  department,
  report_in: { unit: 'work_hour', amount_ms: report_in * hour },
  ...(handle === undefined ? {} : { handle: { unit: 'urgent_hour', amount_ms: handle * hour } }),
})
const change = (called_before: Called[], called_after: Called[]): OpenChange => ({ whistle_id: 'w', called_before, called_after })

test('of a whistle that stays with its lead it is said which limit and which helper is another', () => {
  const lines = differences_of(
    change([called('um', 4, 48), called('ps', 4), called('pw', 4)], [called('um', 2), called('ps', 1), called('env', 4)]),
  )
  expect(lines).toEqual([
    '主办报到时限：4 工作时 → 2 工作时',
    '主办处置时限：48 紧急工作时 → 无时限',
    '增加协办：env',
    '不再协办：pw',
    'ps报到时限：4 工作时 → 1 工作时',
  ])
})

test('what is the same is not said, and a desk has no limits to compare', () => {
  expect(differences_of(change([called('um', 4, 8)], [called('um', 4, 8)]))).toEqual([])
  expect(differences_of(change([], [called('um', 4, 8)]))).toEqual([])
})
