import { expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { row_name, zeros_of } from '../../../../web/src/console/board/placed'
import '../in_chinese'

know_pack({
  areas: [
    { code: '2101', name: '沈阳市', level: 'city', parent: '' },
    { code: '210102', name: '和平区', level: 'district', parent: '2101' },
    { code: '210102001', name: '浑河湾街道', level: 'street', parent: '210102' },
    { code: '210102001002', name: '水源地社区', level: 'community', parent: '210102001' },
    { code: '210102001003', name: '河北社区', level: 'community', parent: '210102001' },
  ],
  matters: [],
  departments: [],
} as unknown as PackNames)

const row = (group: string, ...counts: number[]) => ({ group, counts })

test('what is not an area of the level counts among none of them, and is told', () => {
  const rows = [row('210102001002', 0, 0), row('210102001003', 1, 0), row('2101', 1, 0), row('210199', 0, 2)]
  expect(zeros_of(rows, 'community')).toEqual({ all: 2, at_zero: 1, unplaced: 2 })
  expect(zeros_of([row('210102', 0, 0), row('2101', 1, 0)], 'district')).toEqual({ all: 1, at_zero: 1, unplaced: 1 })
})

test('a row that is no area of the level says what of its place is not known', () => {
  expect(row_name(row('210102001002'), 'community')).toBe('水源地社区')
  expect(row_name(row('2101'), 'community')).toBe('沈阳市，社区不明')
  expect(row_name(row(''), 'community')).toBe('合计')
})
