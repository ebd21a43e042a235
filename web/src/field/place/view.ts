// A piece of the map on the screen: degrees to pixels on a plane around its middle, which is exact enough for a walk.
import type { Box, Ground } from './area_map'
import type { Point } from './datum'

export interface View extends Point {
  metres_per_pixel: number
  width: number
  height: number
}

export const metres_first = 2
const metres_min = 0.25
const metres_max = 256
const label_px = 72
const metres_per_degree = 111_195

const north_scale = (view: View): number => metres_per_degree / view.metres_per_pixel
const east_scale = (view: View): number => north_scale(view) * Math.cos((view.latitude / 180) * Math.PI)

export function pixels_of(at: Point, view: View): { x: number; y: number } {
  return {
    x: view.width / 2 + (at.longitude - view.longitude) * east_scale(view),
    y: view.height / 2 - (at.latitude - view.latitude) * north_scale(view),
  }
}

export function box_of(view: View): Box {
  const half_east = view.width / 2 / east_scale(view)
  const half_north = view.height / 2 / north_scale(view)
  return {
    west: view.longitude - half_east,
    east: view.longitude + half_east,
    south: view.latitude - half_north,
    north: view.latitude + half_north,
  }
}

export const moved = (view: View, x: number, y: number): View => ({
  ...view,
  longitude: view.longitude + x / east_scale(view),
  latitude: view.latitude - y / north_scale(view),
})

export const zoomed = (view: View, by: number): View => ({
  ...view,
  metres_per_pixel: Math.min(metres_max, Math.max(metres_min, view.metres_per_pixel * by)),
})

export interface Drawn {
  area: string
  path: string
  x: number
  y: number
  wide: boolean // enough for its name
}

export function drawn(ground: Ground, view: View): Drawn {
  const line = (ring: [number, number][]) =>
    `M${ring
      .map(([longitude, latitude]) => {
        const { x, y } = pixels_of({ longitude, latitude }, view)
        return `${x.toFixed(1)} ${y.toFixed(1)}`
      })
      .join('L')}Z`
  const west_south = pixels_of({ longitude: ground.west, latitude: ground.south }, view)
  const east_north = pixels_of({ longitude: ground.east, latitude: ground.north }, view)
  return {
    area: ground.area,
    path: ground.polygons.flat().map(line).join(''),
    x: (west_south.x + east_north.x) / 2,
    y: (west_south.y + east_north.y) / 2,
    wide: east_north.x - west_south.x > label_px,
  }
}
