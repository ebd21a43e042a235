// The pack's map on this phone: which grid a point lies in, what else its accuracy circle reaches, and what of it a
// view shows. No tiles, no network.
import type { Point } from './datum'

type Ring = [number, number][]
interface Geometry {
  type: string
  coordinates: unknown
}
export interface GridsFile {
  features: { properties: { area?: string }; geometry: Geometry }[]
}

export interface Ground {
  area: string
  west: number
  south: number
  east: number
  north: number
  polygons: Ring[][] // the outline first, then its holes
}

export interface Box {
  west: number
  south: number
  east: number
  north: number
}

function polygons_of(geometry: Geometry): Ring[][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates as Ring[]]
  if (geometry.type === 'MultiPolygon') return geometry.coordinates as Ring[][]
  return []
}

export function grounds_of(file: GridsFile): Ground[] {
  return file.features.flatMap((feature) => {
    const polygons = polygons_of(feature.geometry)
    const points = polygons.flatMap((rings) => rings[0] ?? [])
    if (points.length === 0 || !feature.properties.area) return []
    const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
    for (const [x, y] of points) {
      box.west = Math.min(box.west, x)
      box.east = Math.max(box.east, x)
      box.south = Math.min(box.south, y)
      box.north = Math.max(box.north, y)
    }
    return [{ area: feature.properties.area, ...box, polygons }]
  })
}

const metres_per_degree = 111_195

function inside_ring(ring: Ring, at: Point): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = ring[i] as [number, number]
    const [x2, y2] = ring[j] as [number, number]
    const crosses = y1 > at.latitude !== y2 > at.latitude
    if (crosses && at.longitude < ((x2 - x1) * (at.latitude - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}

const inside = (ground: Ground, at: Point): boolean =>
  ground.polygons.some(
    ([outline, ...holes]) => outline && inside_ring(outline, at) && !holes.some((hole) => inside_ring(hole, at)),
  )

// To the nearest edge, on a plane around the point: grids are small.
function metres_to_edge(ground: Ground, at: Point): number {
  const shrink = Math.cos((at.latitude / 180) * Math.PI)
  let nearest = Infinity
  for (const ring of ground.polygons.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [ax, ay] = ring[i - 1] as [number, number]
      const [bx, by] = ring[i] as [number, number]
      const px = (at.longitude - ax) * shrink
      const py = at.latitude - ay
      const dx = (bx - ax) * shrink
      const dy = by - ay
      const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)))
      nearest = Math.min(nearest, Math.hypot(px - along * dx, py - along * dy))
    }
  }
  return nearest * metres_per_degree
}

export interface Located {
  area: string // empty: in none
  beside: string[] // the nearest first
}

export function locate(grounds: Ground[], at: Point, accuracy_m: number): Located {
  const reach = accuracy_m / metres_per_degree
  const reach_x = reach / Math.cos((at.latitude / 180) * Math.PI)
  const near = grounds.filter(
    (each) =>
      each.west - reach_x <= at.longitude &&
      at.longitude <= each.east + reach_x &&
      each.south - reach <= at.latitude &&
      at.latitude <= each.north + reach,
  )
  const here = near.find((each) => inside(each, at))
  const beside = near
    .filter((each) => each !== here)
    .map((each) => ({ area: each.area, metres: metres_to_edge(each, at) }))
    .filter((each) => each.metres <= accuracy_m)
    .sort((one, other) => one.metres - other.metres)
  return { area: here?.area ?? '', beside: beside.map((each) => each.area) }
}

// 0 inside of it; Infinity for what the map does not have.
export const metres_to_area = (grounds: Ground[], area: string, at: Point): number =>
  Math.min(
    ...grounds.filter((each) => each.area.startsWith(area)).map((each) => (inside(each, at) ? 0 : metres_to_edge(each, at))),
  )

// The middle of everything that lies in an area or below it: codes are prefixes of their children's.
export function middle_of(grounds: Ground[], area: string): Point | null {
  const within = grounds.filter((each) => each.area.startsWith(area))
  if (within.length === 0) return null
  const west = Math.min(...within.map((each) => each.west))
  const east = Math.max(...within.map((each) => each.east))
  const south = Math.min(...within.map((each) => each.south))
  const north = Math.max(...within.map((each) => each.north))
  return { longitude: (west + east) / 2, latitude: (south + north) / 2 }
}

export const seen_in = (grounds: Ground[], view: Box): Ground[] =>
  grounds.filter(
    (each) => each.west < view.east && each.east > view.west && each.south < view.north && each.north > view.south,
  )
