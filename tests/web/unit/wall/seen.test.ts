import { beforeAll, expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { know_pack, type PackNames } from '../../../../web/src/api/pack'
import { counts_at } from '../../../../web/src/console/map/drawn'
import { shaded_level, use_steady_shades } from '../../../../web/src/console/wall/shading'
import { lines_in } from '../../../../web/src/console/wall/use_room'
import { way_back } from '../../../../web/src/console/wall/way_back'

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

test('a legend has five steps, which stay as long as somebody looks, but for a city that outgrows them', async () => {
  const counts = shallowRef(new Map([['a', 3]]))
  const scope = effectScope()
  const shades = scope.run(() => use_steady_shades(() => counts.value))
  const seen = async (most: number) => {
    counts.value = new Map([['a', most]])
    await nextTick()
    return shades?.value.bounds
  }
  expect(shades?.value.bounds).toEqual([1, 2, 5, 10, 20])
  for (const quiet of [1, 12, 0]) expect(await seen(quiet)).toEqual([1, 2, 5, 10, 20])
  expect(await seen(60)).toEqual([1, 5, 10, 20, 50])
  expect(await seen(1)).toEqual([1, 5, 10, 20, 50])
  scope.stop()
})

test('the way back leads to where one came from, and from a login or an address of one’s own to the first room', () => {
  const back = (before: unknown) => way_back(before, '/board')
  expect(['/dispatch?queue=all', '/login?to=/wall', '/wall', null].map(back)).toEqual([
    '/dispatch?queue=all',
    '/board',
    '/board',
    '/board',
  ])
})
