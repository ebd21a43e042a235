// The city's grids, as the pack draws them: outlines in degrees, and what is known of all areas around them.
// Law: codes of areas are prefixes of those inside, so that whatever is said of an area holds for its grids.
import { fetch_in_time } from '../../api/client'
import { Problem } from '../../api/problem'

export type Position = readonly [number, number] // longitude, latitude
export type Ring = readonly Position[]
export type Box = readonly [number, number, number, number] // west, south, east, north

export interface Grid {
  area: string
  polygons: readonly (readonly Ring[])[] // each: the outline, then its holes
  box: Box
  inside: Position // a point to put things at that have no place of their own
}
export interface CityGrids {
  grids: readonly Grid[]
  schematic: boolean
}

interface Feature {
  properties?: { area?: string; inside?: Box } | null
  geometry?: { type: string; coordinates: unknown } | null
}

export function box_of(rings: readonly Ring[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (const [x, y] of ring) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
  }
  return [west, south, east, north]
}

export const around = (one: Box, other: Box): Box => [
  Math.min(one[0], other[0]),
  Math.min(one[1], other[1]),
  Math.max(one[2], other[2]),
  Math.max(one[3], other[3]),
]

const middle = (box: Box): Position => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]

// What draws no outline is passed over: the proof of the pack is where a fault of the map is told.
export function read_grids(told: { features?: Feature[]; schematic?: boolean }): CityGrids {
  const grids: Grid[] = []
  for (const { properties, geometry } of told.features ?? []) {
    if (!properties?.area || !geometry) continue
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') continue
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Grid['polygons']
    const box = box_of(polygons.flat())
    grids.push({ area: properties.area, polygons, box, inside: middle(properties.inside ?? box) })
  }
  return { grids, schematic: told.schematic === true }
}

// Of a map with many readers: read once, the browser keeps it by the pack's hash. Null: the pack has none.
let reading: Promise<CityGrids | null> | null = null

async function fetch_grids(): Promise<CityGrids | null> {
  const answer = await fetch_in_time('/api/v1/map')
  if (answer.status === 404) return null
  if (!answer.ok) throw new Problem('map_unreadable', answer.status, await answer.json().catch(() => ({})))
  return read_grids(await answer.json())
}

export function load_grids(): Promise<CityGrids | null> {
  reading ??= fetch_grids().catch((thrown: unknown) => {
    reading = null
    throw thrown
  })
  return reading
}

// Another pack may have another map.
export function forget_grids(): void {
  reading = null
}

// Box of what lies in that area. Null: no grid does.
export function box_of_area(city: CityGrids, area: string): Box | null {
  let found: Box | null = null
  for (const { area: code, box } of city.grids) {
    if (code.startsWith(area)) found = found ? around(found, box) : box
  }
  return found
}

// How wide it is drawn for its height.
export function shape_of([west, south, east, north]: Box): number {
  return ((east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180)) / (north - south)
}

// What is said of the smallest area around that grid of which anything is said.
export function said_of<Said>(of: ReadonlyMap<string, Said>, grid: string): Said | undefined {
  for (let length = grid.length; length > 0; length -= 1) {
    const said = of.get(grid.slice(0, length))
    if (said !== undefined) return said
  }
  return undefined
}
