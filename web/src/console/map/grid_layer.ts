// Grids: one layer of outlines, shaded by one figure, with the names of areas above.
import Feature from 'ol/Feature.js'
import type Geometry from 'ol/geom/Geometry.js'
import MultiPolygon from 'ol/geom/MultiPolygon.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import Fill from 'ol/style/Fill.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type CityGrids, said_of } from './grids'
import { clear_spot, fits, type Label, level_at, level_inside, spots_in } from './labels'
import type { MapColours } from './map_colours'
import { ramp, type Shades, step_of } from './shade'

const metres_per_degree = 111_320 // along the equator, as the projection has it
const label_px_usual = 12
const mark_px = 30 // room that a mark takes
const outlines_from_px = 5 // narrower grids are drawn without their outline

const size_of = ({ box }: Label): number => (box[2] - box[0]) * (box[3] - box[1])

export interface Shading {
  values: ReadonlyMap<string, number>
  shades: Shades
}

export interface GridLayers {
  layers: VectorLayer[]
  letter: (px: number) => void // size of the names
  draw: (city: CityGrids, labels: readonly Label[]) => void
  shade: (shading: Shading) => void
  select: (area: string) => void
  repaint: (colours: MapColours) => void
  keep_clear: (marks: () => number[][]) => void // of names
  area_at: (coordinate: number[]) => string | null
}

export function make_grid_layers(home: string, first_colours: MapColours): GridLayers {
  let colours = first_colours
  let shading: Shading = { values: new Map(), shades: { bounds: [] } }
  let selected = ''
  const cache = new Map<string, Style>()
  const source = new VectorSource<Feature<Geometry>>()
  const names = new VectorSource<Feature<Geometry>>()

  function style_of(step: number, own: boolean, chosen: boolean, outlined: boolean): Style {
    const key = `${step} ${own} ${chosen} ${outlined}`
    const known = cache.get(key)
    if (known) return known
    const steps = ramp(colours['map-low'], colours['map-high'], Math.max(1, shading.shades.bounds.length))
    const plain = own ? colours.raised : colours.surface
    const edge = chosen ? colours.accent : colours.line
    const made = new Style({
      fill: new Fill({ color: steps[step] ?? plain }),
      stroke: chosen || outlined ? new Stroke({ color: edge, width: chosen ? 2.5 : 1 }) : undefined,
      zIndex: chosen ? 2 : step >= 0 ? 1 : 0,
    })
    cache.set(key, made)
    return made
  }

  const grids = new VectorLayer({
    source,
    style: (feature, resolution) => {
      const area = String(feature.get('area'))
      const extent = feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0]
      const wide = ((extent[2] ?? 0) - (extent[0] ?? 0)) / resolution >= outlines_from_px
      const chosen = selected !== '' && area.startsWith(selected)
      return style_of(step_of(shading.shades, said_of(shading.values, area)), area.startsWith(home), chosen, wide)
    },
  })
  let own_labels: readonly Label[] = []
  let always = ''
  let marks: () => number[][] = () => []
  let named = { resolution: 0, level: '' }
  let label_px = label_px_usual
  // Larger letters need more room, as if the map were farther away.
  const degrees_per_px = (resolution: number) => (resolution / metres_per_degree) * (label_px / label_px_usual)
  function level_of(resolution: number): string {
    if (named.resolution !== resolution) named = { resolution, level: level_at(own_labels, degrees_per_px(resolution), always) }
    return named.level
  }
  const labels = new VectorLayer({
    source: names,
    declutter: true,
    style: (feature, resolution) => {
      const label = feature.get('label') as Label
      if (label.level !== level_of(resolution)) return undefined
      if (label.level !== always && !fits(label, degrees_per_px(resolution))) return undefined
      const spots = feature.get('spots') as number[][]
      const wide = (label.name.length * label_px + mark_px) * resolution
      const high = (label_px + mark_px) * resolution
      return new Style({
        geometry: new Point(clear_spot(spots, marks(), wide, high)),
        text: new Text({
          text: label.name,
          font: `${label_px}px "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif`,
          fill: new Fill({ color: label.code.startsWith(home) ? colours.ink : colours.secondary }),
          stroke: new Stroke({ color: colours.raised, width: label_px / 4 }),
        }),
      })
    },
  })
  return {
    layers: [grids, labels],
    letter(px: number) {
      label_px = px
      named = { resolution: 0, level: '' }
      labels.changed()
    },
    draw(city, told) {
      source.clear(true)
      source.addFeatures(
        city.grids.map(({ area, polygons }) => {
          const rings = polygons.map((rings_of_one) =>
            rings_of_one.map((ring) => ring.map((at) => fromLonLat([...at]))),
          )
          const feature = new Feature<Geometry>(new MultiPolygon(rings))
          feature.set('area', area, true)
          return feature
        }),
      )
      own_labels = told.filter((label) => label.code.startsWith(home))
      always = level_inside(own_labels, home)
      named = { resolution: 0, level: '' }
      names.clear(true)
      names.addFeatures(
        // Of two that collide the first stays: that of the larger area.
        [...told].sort((one, other) => size_of(other) - size_of(one)).map((label) => {
          const spots = spots_in(label.box).map((at) => fromLonLat([...at]))
          const feature = new Feature<Geometry>(new Point(spots[0] ?? []))
          feature.set('label', label, true)
          feature.set('spots', spots, true)
          return feature
        }),
      )
    },
    shade(now) {
      shading = now
      cache.clear()
      grids.changed()
    },
    select(area) {
      selected = area
      grids.changed()
    },
    repaint(now) {
      colours = now
      cache.clear()
      grids.changed()
      labels.changed()
    },
    keep_clear(told) {
      marks = told
      labels.changed()
    },
    area_at: (coordinate) => {
      const found = source.getFeaturesAtCoordinate(coordinate)[0]
      return found ? String(found.get('area')) : null
    },
  }
}
