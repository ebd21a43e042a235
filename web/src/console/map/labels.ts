// Names on the map: of the areas of one level at a time, so that a map without streets still says where one is.
import { around, type Box, type CityGrids, type Position } from './grids'

export interface NamedArea {
  code: string
  name: string
  level: string
}
export interface Label {
  code: string
  name: string
  level: string
  box: Box
}

// Areas that grids lie in, each with the box of its grids.
export function labels_of(city: CityGrids, areas: readonly NamedArea[]): Label[] {
  const boxes = new Map<string, Box>()
  const known = new Map(areas.map((each) => [each.code, each]))
  for (const { area, box } of city.grids) {
    for (let length = area.length; length > 0; length -= 1) {
      const code = area.slice(0, length)
      if (!known.has(code)) continue
      const so_far = boxes.get(code)
      boxes.set(code, so_far ? around(so_far, box) : box)
    }
  }
  return [...boxes].flatMap(([code, box]) => {
    const area = known.get(code)
    return area ? [{ code: area.code, name: area.name, level: area.level, box }] : []
  })
}

// Where the middle of a box is not free: above it and below, then to its sides.
export function spots_in([west, south, east, north]: Box): Position[] {
  const [x, y, w, h] = [(west + east) / 2, (south + north) / 2, east - west, north - south]
  return [[x, y], [x, y + h / 4], [x, y - h / 4], [x - w / 4, y], [x + w / 4, y]]
}

// The first spot at which a name of that size (in the units of the spots) is clear of all marks; else the first of all.
export function clear_spot(spots: readonly number[][], marks: readonly number[][], width: number, height: number): number[] {
  const hits = ([x = 0, y = 0]: number[]) =>
    marks.some(([at_x = 0, at_y = 0]) => Math.abs(at_x - x) < width / 2 && Math.abs(at_y - y) < height / 2)
  return spots.find((each) => !hits(each)) ?? spots[0] ?? []
}

// Whether the name has room in its area at this scale.
export function fits(label: Label, degrees_per_px: number): boolean {
  return (label.box[2] - label.box[0]) / degrees_per_px > label.name.length * 13
}

const levels_deepest_first = ['grid', 'community', 'street', 'district', 'city']
const most = 0.6

const depth = (level: string): number => levels_deepest_first.indexOf(level)

// The level right inside an area: that of its districts, of a city. It is always named: who looks knows where he is.
export function level_inside(labels: readonly Label[], home: string): string {
  const inside = labels.filter((each) => each.code !== home && each.code.startsWith(home))
  return [...levels_deepest_first].reverse().find((level) => inside.some((each) => each.level === level)) ?? ''
}

// The level to name at this scale: the deepest of whose areas most can hold their names, and none above that which is
// always named. Names of two levels at once say less.
export function level_at(labels: readonly Label[], degrees_per_px: number, always: string): string {
  const found =
    levels_deepest_first.find((level) => {
      const all = labels.filter((each) => each.level === level)
      return all.length > 0 && all.filter((each) => fits(each, degrees_per_px)).length >= all.length * most
    }) ?? ''
  return always !== '' && (found === '' || depth(found) > depth(always)) ? always : found
}
