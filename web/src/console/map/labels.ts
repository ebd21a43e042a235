// Names on the map: of the areas of one level at a time, so that a map without streets still says where one is.
import { around, type Box, type CityGrids } from './grids'

export interface NamedArea {
  code: string
  name: string
  level: string
}
export interface Label {
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
    return area ? [{ name: area.name, level: area.level, box }] : []
  })
}

// The levels that have names at this scale: those whose areas are large enough to hold one.
export function fits(label: Label, degrees_per_px: number): boolean {
  const width_px = (label.box[2] - label.box[0]) / degrees_per_px
  return width_px > label.name.length * 13 && width_px < 900
}
