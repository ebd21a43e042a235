import { expect, test } from 'vitest'
import { candidates_of } from '../../../../web/src/console/dispatch/candidates'
import { serves_at } from '../../../../web/src/console/whistle/serves'
import { loads_of } from '../../../../web/src/console/dispatch/load'
import { know_pack } from '../../../../web/src/api/pack'
import { row } from './row'

const tally = {
  area: '2101',
  counts: [
    { department: 'ps', closed: 9 },
    { department: 'um', closed: 3 },
  ],
}

const anybody = () => true

test('the duty list comes first, then who was proposed, then who did it before, each once', () => {
  const found = candidates_of({ forecast_lead: 'env', proposed: 'um', tally, loads: [], not: [], serves: anybody })
  expect(found.map((each) => [each.department, each.why])).toEqual([
    ['env', 'duty'],
    ['um', 'proposed'],
    ['ps', 'tally'],
  ])
})

test('who has it, or has just returned it, is not named', () => {
  expect(candidates_of({ tally, loads: [], not: ['ps'], serves: anybody }).map((each) => each.department)).toEqual(['um'])
})

test('each says its share of what was closed and how much it has', () => {
  const loads = loads_of([row('a', { lead: 'ps' }), row('b', { lead: 'ps' })], 0)
  const [first] = candidates_of({ tally, loads, not: [], serves: anybody })
  expect(first?.share).toBe(0.75)
  expect(first?.load?.leads).toBe(2)
})

test('who serves another area is told by the tally, and is no candidate', () => {
  const department = (code: string, area: string) => ({ code, name: code, level: 'district', area })
  know_pack({
    pack: '',
    version: 1,
    name: '',
    time_zone: 'Asia/Shanghai',
    datum: '',
    photo: 'optional',
    areas: [],
    matters: [],
    departments: [department('ps', '210103'), department('um', '2101')],
  })
  const at = (area: string) =>
    candidates_of({ tally, loads: [], not: [], serves: serves_at(area) }).map((each) => each.department)
  expect(at('210102001002')).toEqual(['um'])
  expect(at('210103001002')).toEqual(['ps', 'um'])
  expect(at('')).toEqual(['ps', 'um'])
})
