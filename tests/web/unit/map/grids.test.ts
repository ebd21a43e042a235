import { expect, test } from 'vitest'
import { box_of_area, read_grids, said_of, shape_of } from '../../../../web/src/console/map/grids'
import { clear_spot, fits, labels_of, level_at, level_inside, spots_in } from '../../../../web/src/console/map/labels'
import { place_points, worst_of } from '../../../../web/src/console/map/points'

const square = (x: number, y: number) => [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]
const city = read_grids({
  schematic: true,
  features: [
    { properties: { area: '210101' }, geometry: { type: 'Polygon', coordinates: square(10, 20) } },
    { properties: { area: '210102', inside: [12, 20, 12.2, 20.4] }, geometry: { type: 'MultiPolygon', coordinates: [square(11, 20), square(14, 22)] } },
    { properties: { area: '2102' }, geometry: { type: 'Point', coordinates: [0, 0] } },
    { properties: null, geometry: { type: 'Polygon', coordinates: square(0, 0) } },
  ],
})

test('what is no outline of an area is passed over', () => {
  expect(city.grids.map((each) => each.area)).toEqual(['210101', '210102'])
  expect(city.schematic).toBe(true)
})

test('a grid of two parts has the box of both, and its middle where the pack says', () => {
  const grid = city.grids[1]
  expect(grid?.box).toEqual([11, 20, 15, 23])
  expect(grid?.inside[0]).toBeCloseTo(12.1)
  expect(city.grids[0]?.inside).toEqual([10.5, 20.5])
})

test('an area reaches as far as its grids, and one without grids nowhere', () => {
  expect(box_of_area(city, '2101')).toEqual([10, 20, 15, 23])
  expect(box_of_area(city, '210101')).toEqual([10, 20, 11, 21])
  expect(box_of_area(city, '2199')).toBeNull()
})

test('of a grid is said what is said of the smallest area around it', () => {
  const said = new Map([
    ['21', 1],
    ['210102', 5],
  ])
  expect(said_of(said, '210101')).toBe(1)
  expect(said_of(said, '210102')).toBe(5)
  expect(said_of(said, '33')).toBeUndefined()
})

test('names are those of areas that hold grids, and stand where there is room for them', () => {
  const labels = labels_of(city, [
    { code: '2101', name: '和平区', level: 'district' },
    { code: '210102', name: '新华', level: 'street' },
    { code: '2105', name: '皇姑区', level: 'district' },
  ])
  expect(labels.map((each) => each.name).sort()).toEqual(['和平区', '新华'].sort())
  const label = labels.find((each) => each.name === '和平区')
  expect(label && fits(label, 0.02)).toBe(true)
  expect(label && fits(label, 1)).toBe(false)
})

const point = { id: 'a', area: '210101', state: 'on_track', emergency: false, label: () => '' } as const

test('a whistle stands at its place, else in the middle of its grid, else nowhere', () => {
  const there = { ...point, place: { longitude_e7: 1234000000, latitude_e7: 417000000 } }
  const { placed, unplaced } = place_points([there, point, { ...point, id: 'c', area: '21' }], city)
  expect(placed.map((each) => each.at)).toEqual([
    [123.4, 41.7],
    [10.5, 20.5],
  ])
  expect(unplaced).toBe(1)
  expect(place_points([point], null)).toEqual({ placed: [], unplaced: 1 })
})

test('of several in one spot the worst is seen', () => {
  expect(worst_of(['on_track', 'due_soon', 'paused'])).toBe('due_soon')
  expect(worst_of(['paused', 'overdue', 'due_soon'])).toBe('overdue')
  expect(worst_of(['none', 'on_track'])).toBe('on_track')
})

test('one level is named at a time: the deepest of whose areas most have room for their names', () => {
  const label = (level: string, name: string, width: number) => ({ code: name, name, level, box: [0, 0, width, 1] as const })
  const labels = [
    label('district', '和平区', 10),
    label('street', '新华', 4),
    label('street', '南湖', 4),
    label('community', '甲', 0.5),
    label('community', '乙', 0.5),
    label('community', '丙', 4),
  ]
  expect(level_at(labels, 0.02, '')).toBe('community')
  expect(level_at(labels, 0.1, '')).toBe('street')
  expect(level_at(labels, 0.2, '')).toBe('district')
  expect(level_at(labels, 5, '')).toBe('')
})

test('what lies right inside the own area is named however far away, and deeper levels where they have room', () => {
  const label = (code: string, level: string, width: number) => ({ code, name: '三个字', level, box: [0, 0, width, 1] as const })
  const labels = [label('21', 'city', 100), label('2101', 'district', 10), label('210101', 'street', 4), label('2102', 'district', 10)]
  expect(level_inside(labels, '21')).toBe('district')
  expect(level_inside(labels, '2101')).toBe('street')
  expect(level_inside(labels, '210101')).toBe('')
  expect(level_at(labels, 5, 'district')).toBe('district')
  expect(level_at(labels, 1, 'district')).toBe('district') // not the city, though its name has room
  expect(level_at(labels, 0.02, 'district')).toBe('street')
})

test('a name gives way to marks, and stays in the middle where everything is taken', () => {
  const spots = spots_in([0, 0, 100, 100]).map((each) => [...each])
  expect(clear_spot(spots, [], 40, 20)).toEqual([50, 50])
  expect(clear_spot(spots, [[50, 50]], 40, 20)).toEqual([50, 75])
  expect(clear_spot(spots, [[50, 50], [55, 74]], 40, 20)).toEqual([50, 25])
  expect(clear_spot(spots, spots, 40, 20)).toEqual([50, 50])
})

test('a box is as wide for its height as it is drawn', () => {
  expect(shape_of([0, -1, 2, 1])).toBeCloseTo(1)
  expect(shape_of([0, 59, 2, 61])).toBeCloseTo(0.5)
})
