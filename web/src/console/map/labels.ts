// Names on the map: of the areas of one level at a time, so that a map without streets still says where one is.
import { around, type Box, type CityGrids } from './grids'

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

// Whether the name has room in its area at this scale.
export function fits(label: Label, degrees_per_px: number): boolean {
  return (label.box[2] - label.box[0]) / degrees_per_px > label.name.length * 13
}

const levels_deepest_first = ['grid', 'community', 'street', 'district', 'city']
const most = 0.6

// The level to name at this scale: the deepest of whose areas most can hold their names. Names of two levels at once
// say less.
export function level_at(labels: readonly Label[], degrees_per_px: number): string {
  return (
    levels_deepest_first.find((level) => {
      const all = labels.filter((each) => each.level === level)
      return all.length > 0 && all.filter((each) => fits(each, degrees_per_px)).length >= all.length * most
    }) ?? ''
  )
}
