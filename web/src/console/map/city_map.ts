// The map itself: layers, view and pointer. What it shows is told to it; what was pointed at, it tells.
import OlMap from 'ol/Map.js'
import View from 'ol/View.js'
import { boundingExtent } from 'ol/extent.js'
import { defaults as usual_interactions } from 'ol/interaction/defaults.js'
import { fromLonLat } from 'ol/proj.js'
import { make_grid_layers, type Shading } from './grid_layer'
import { type Box, box_of_area, type CityGrids } from './grids'
import { labels_of, type NamedArea } from './labels'
import { map_colours, on_theme } from './map_colours'
import { make_point_layer } from './point_layer'
import type { MapPoint, Placed } from './points'

export interface Pointed {
  area: string | null
  points: MapPoint[]
}
export interface CityMapTold {
  pointed: (at: Pointed) => void // hovered
  chosen: (what: Pointed) => void // clicked: an area, a whistle, or several that stand in one spot
}

const fit_padding = [56, 32, 104, 32] // what is told stands above, the legend below
const closest_zoom = 18
const moves_ms = 160

const usual_high = 560
// Bare: nothing is told above it; the legend below has two lines at most.
const bare_padding = [4, 4, 48, 4]

export function make_city_map(target: HTMLElement, home: string, bare: boolean, told: CityMapTold) {
  const grids = make_grid_layers(home, map_colours())
  const points = make_point_layer(map_colours())
  const view = new View({ center: fromLonLat([104, 35]), zoom: 4, maxZoom: closest_zoom, enableRotation: false })
  const map = new OlMap({
    target,
    view,
    layers: [...grids.layers, points.layer],
    controls: [],
    // A page that scrolls keeps scrolling until the map was chosen.
    interactions: usual_interactions({ onFocusOnly: true, altShiftDragRotate: false, pinchRotate: false }),
  })
  let city: CityGrids | null = null
  let fitted: Box | null = null
  // Letters are as large as the page around them writes: a big screen is read from afar.
  const letter_px = () => Number.parseFloat(getComputedStyle(target).fontSize)
  grids.letter(letter_px())
  map.on('change:size', () => {
    grids.letter(letter_px())
    // Nobody is there to bring it back.
    if (bare && fitted) fit_box(fitted)
  })
  points.on_marks(() => grids.keep_clear(points.marks))
  // A low map, as at twice the size, is not all margin.
  const share = () => Math.min(1, (map.getSize()?.[1] ?? usual_high) / usual_high)
  const padding = () => (bare ? bare_padding : fit_padding).map((each) => (each * letter_px() * (bare ? 1 : share())) / 12)
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const duration = () => (still.matches ? 0 : moves_ms)

  function fit_box(box: Box): void {
    fitted = box
    const [west, south, east, north] = box
    const extent = boundingExtent([fromLonLat([west, south]), fromLonLat([east, north])])
    view.fit(extent, { size: map.getSize(), padding: padding(), maxZoom: 16, duration: duration() })
  }

  async function pointed_at(pixel: number[], coordinate: number[]) {
    const [feature] = await points.layer.getFeatures(pixel)
    return { feature, what: { area: grids.area_at(coordinate), points: points.points_of(feature) } }
  }

  map.on('pointermove', (event) => {
    if (event.dragging) return
    void pointed_at(event.pixel, event.coordinate).then(({ what }) => {
      target.classList.toggle('pointing', what.points.length > 0 || what.area !== null)
      told.pointed(what)
    })
  })
  map.on('singleclick', (event) => {
    void pointed_at(event.pixel, event.coordinate).then(({ feature, what }) => {
      const extent = boundingExtent(points.coordinates_of(feature))
      const spread = Math.max((extent[2] ?? 0) - (extent[0] ?? 0), (extent[3] ?? 0) - (extent[1] ?? 0))
      // Those that a closer look would part.
      if (what.points.length > 1 && spread > 1 && (view.getZoom() ?? 0) < closest_zoom)
        view.fit(extent, { padding: fit_padding.map((each) => each * 2), maxZoom: closest_zoom, duration: duration() })
      else told.chosen(what)
    })
  })
  const forget_theme = on_theme(() => {
    const colours = map_colours()
    grids.repaint(colours)
    points.repaint(colours)
  })

  return {
    draw(told_city: CityGrids, areas: readonly NamedArea[]) {
      city = told_city
      grids.draw(city, labels_of(city, areas))
    },
    // Null where there is nothing to fit to.
    fit(area: string): boolean {
      const box = city && box_of_area(city, area)
      if (box) fit_box(box)
      return box !== null
    },
    fit_points(placed: readonly Placed[]) {
      if (placed.length === 0) return
      const extent = boundingExtent(placed.map(({ at }) => fromLonLat([...at])))
      view.fit(extent, { padding: fit_padding, maxZoom: 15, duration: 0 })
    },
    shade: (shading: Shading) => grids.shade(shading),
    put: (placed: readonly Placed[]) => points.put(placed),
    select_area: (area: string) => grids.select(area),
    select_point(id: string, placed: Placed | undefined) {
      points.select(id)
      const at = placed && fromLonLat([...placed.at])
      const seen = view.calculateExtent(map.getSize())
      const hidden =
        at &&
        ((at[0] ?? 0) < (seen[0] ?? 0) ||
          (at[0] ?? 0) > (seen[2] ?? 0) ||
          (at[1] ?? 0) < (seen[1] ?? 0) ||
          (at[1] ?? 0) > (seen[3] ?? 0))
      if (hidden) view.animate({ center: at, duration: duration() })
    },
    zoom_by: (steps: number) => view.animate({ zoom: (view.getZoom() ?? 10) + steps, duration: duration() }),
    dispose() {
      forget_theme()
      map.setTarget(undefined)
      map.dispose()
    },
  }
}
export type CityMapHandle = ReturnType<typeof make_city_map>
