// What the palette finds of what it is given.
import { expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { find_entries, row_entries } from '../../../../web/src/console/keys/palette'
import { row } from '../dispatch/row'
import '../in_chinese'

test('finds a command by its words in any order', () => {
  const entries = ['报到 #0841A2', '退单 #0841A2', '打开 #77'].map((name) => ({ name, run: () => undefined }))
  expect(find_entries(entries, '0841 报到').map((each) => each.name)).toEqual(['报到 #0841A2'])
  expect(find_entries(entries, '')).toHaveLength(3)
})

test('says of a whistle how far it is and who has it, and finds it by that, too', () => {
  know_pack({
    areas: [{ code: '2101', name: '沈阳市', level: 'city', parent: '' }],
    matters: [],
    departments: [{ code: 'um', name: '和平区城管局', level: 'district', area: '2101' }],
  } as Partial<PackNames> as PackNames)
  const rows = [row('a', { text: '井盖' }), row('b', { text: '井盖', stage: 'filed', lead: '', desk: '2101' })]
  const told = (typed: string) => find_entries(row_entries(rows, typed, () => undefined), typed).map((each) => each.more)
  expect(told('井盖')).toEqual(['处置中 · 和平区城管局', '已立案 · 沈阳市指挥中心'])
  expect(told('和平区城管局')).toEqual(['处置中 · 和平区城管局'])
})
