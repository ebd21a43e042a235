import { beforeAll, expect, test } from 'vitest'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { counts_at } from '../../../../web/src/console/map/drawn'
import { shaded_level } from '../../../../web/src/console/wall/shading'
import { lines_in } from '../../../../web/src/console/wall/use_room'

beforeAll(() => {
  const area = (code: string, level: string, parent: string) => ({ code, name: code, level, parent })
  know_pack({
    areas: [area('1', 'city', ''), area('11', 'district', '1'), area('111', 'street', '11'), area('1111', 'community', '111'), area('1112', 'community', '111')],
    matters: [],
    departments: [],
  } as Partial<PackNames> as PackNames)
})

test('a city is shaded by streets and a district by communities, so that it is seen from afar', () => {
  const areas = ['1111', '1111', '1112', '111', '', 'x']
  const seen = (home: string) => [...counts_at(areas, shaded_level(home)).values]
  expect(seen('1')).toEqual([['111', 4]])
  expect(seen('11')).toEqual([['1111', 2], ['1112', 1]])
})

test('what is known by a wider area than a map draws lies in none of those, and is counted apart', () => {
  expect(counts_at(['1', '1', '11', '1111'], 'street')).toEqual({ values: new Map([['111', 1]]), wider: 3 })
  // Communities are the smallest areas of this pack: a map of grids draws them.
  expect(counts_at(['1', '111', '1112', ''], 'grid')).toEqual({ values: new Map([['1112', 1]]), wider: 3 })
})

test('a list draws the lines that are whole, and no more than it may', () => {
  expect(lines_in(100, 30, 10)).toBe(3)
  expect(lines_in(119.5, 30, 10)).toBe(4) // sizes of a browser are rounded
  expect(lines_in(1000, 30, 10)).toBe(10)
  expect(lines_in(0, 30, 10)).toBe(0)
  expect(lines_in(100, Number.NaN, 10)).toBe(10)
})
