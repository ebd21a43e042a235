// Whistles on the map: shape by SLA state, a number where several stand too close, a ring round an emergency.
import Feature from 'ol/Feature.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat } from 'ol/proj.js'
import Cluster from 'ol/source/Cluster.js'
import VectorSource from 'ol/source/Vector.js'
import CircleStyle from 'ol/style/Circle.js'
import Fill from 'ol/style/Fill.js'
import RegularShape from 'ol/style/RegularShape.js'
import Stroke from 'ol/style/Stroke.js'
import Style from 'ol/style/Style.js'
import Text from 'ol/style/Text.js'
import { type SlaState, sla_shapes } from '../../base/sla'
import { type MapColours, mark_colour, mark_ink } from './map_colours'
import { type MapPoint, type Placed, worst_of } from './points'

const cluster_px = 34

// Every mark is drawn, and no name over it.
const declutterMode = 'obstacle'

function shape(state: SlaState, radius: number, fill: Fill, stroke: Stroke) {
  const paint = { fill, stroke, declutterMode } as const
  if (state === 'due_soon') return new RegularShape({ points: 3, radius: radius * 1.25, ...paint })
  if (state === 'overdue' || state === 'done_late')
    return new RegularShape({ points: 4, angle: Math.PI / 4, radius: radius * 1.2, ...paint })
  return new CircleStyle({ radius, ...paint })
}

export interface PointLayer {
  layer: VectorLayer
  put: (placed: readonly Placed[]) => void
  select: (id: string) => void
  repaint: (colours: MapColours) => void
  points_of: (feature: unknown) => MapPoint[]
  coordinates_of: (feature: unknown) => number[][]
  marks: () => number[][] // where they are drawn now
  on_marks: (moved: () => void) => void
}

export function make_point_layer(first_colours: MapColours): PointLayer {
  let colours = first_colours
  let selected = ''
  const cache = new Map<string, Style[]>()
  const source = new VectorSource<Feature<Point>>()
  const clusters = new Cluster<Feature<Point>>({ source, distance: cluster_px, minDistance: cluster_px / 2 })

  const members = (feature: unknown): Feature<Point>[] => {
    const found: unknown = feature instanceof Feature ? feature.get('features') : null
    return Array.isArray(found) ? (found as Feature<Point>[]) : []
  }
  const points_of = (feature: unknown) => members(feature).map((each) => each.get('point') as MapPoint)

  function styles_of(state: SlaState, count: number, emergency: boolean, chosen: boolean): Style[] {
    const key = `${state} ${count} ${emergency} ${chosen}`
    const known = cache.get(key)
    if (known) return known
    const colour = mark_colour(colours, state)
    const hollow = state === 'paused' || state === 'none'
    const radius = count > 1 ? 11 + Math.min(8, Math.log2(count) * 1.5) : 7
    const fill = new Fill({ color: hollow ? colours.raised : colour })
    const stroke = new Stroke({ color: hollow ? colour : colours.raised, width: 1.5 })
    const told = count > 1 ? String(count) : state === 'paused' ? sla_shapes.paused : ''
    const text = new Text({
      text: told,
      declutterMode,
      font: `600 ${count > 1 ? 12 : 9}px system-ui, sans-serif`,
      offsetY: state === 'due_soon' && count > 1 ? 3 : 1,
      fill: new Fill({ color: hollow ? colour : mark_ink(colours, state) }),
    })
    const made = [new Style({ image: shape(state, radius, fill, stroke), text })]
    if (emergency) made.unshift(ring(radius + 6, colours.overdue, 2))
    if (chosen) made.unshift(ring(radius + (emergency ? 10 : 6), colours.accent, 3))
    cache.set(key, made)
    return made
  }
  const ring = (radius: number, color: string, width: number) =>
    new Style({ image: new CircleStyle({ radius, stroke: new Stroke({ color, width }), declutterMode }) })

  const layer = new VectorLayer({
    source: clusters,
    declutter: true, // together with the names: a name that a mark would cover is not drawn
    style: (feature) => {
      const held = points_of(feature)
      const emergency = held.some((each) => each.emergency)
      return styles_of(
        worst_of(held.map((each) => each.state)),
        held.length,
        emergency,
        held.some((each) => each.id === selected),
      )
    },
  })
  return {
    layer,
    put(placed) {
      const made = placed.map(({ point, at }) => {
        const feature = new Feature({ geometry: new Point(fromLonLat([...at])) })
        feature.set('point', point, true)
        return feature
      })
      source.clear(true)
      source.addFeatures(made)
      if (made.length === 0) source.changed()
    },
    select(id) {
      selected = id
      layer.changed()
    },
    repaint(now) {
      colours = now
      cache.clear()
      layer.changed()
    },
    points_of,
    marks: () => clusters.getFeatures().map((each) => each.getGeometry()?.getExtent().slice(0, 2) ?? []),
    on_marks: (moved) => void clusters.on('change', moved),
    coordinates_of: (feature) => members(feature).flatMap((each) => [each.getGeometry()?.getCoordinates() ?? []]),
  }
}
