// Where this phone is: watched while somebody composes, the most exact answer first.
import { onScopeDispose, shallowReactive } from 'vue'
import type { Place } from '../outbox/items'
import { on_map, type Point } from './datum'

export type Whereabouts = 'asking' | 'found' | 'forbidden' | 'failed' | 'insecure'

export interface Fix extends Point {
  accuracy_m: number
}

const good_m = 20
const patience_ms = 20_000

// Degrees as the wire has them.
export function place_of(at: Point, accuracy_m: number, crs: Place['crs']): Place {
  return {
    longitude_e7: Math.round(at.longitude * 1e7),
    latitude_e7: Math.round(at.latitude * 1e7),
    accuracy_m: Math.max(1, Math.round(accuracy_m)),
    crs,
  }
}

export const point_of = (place: Place): Point => ({
  longitude: place.longitude_e7 / 1e7,
  latitude: place.latitude_e7 / 1e7,
})

// Where it lies on a map in the pack's datum.
export const spot_of = (place: Place, datum: string): Point =>
  place.crs === 'wgs84' ? on_map(point_of(place), datum) : point_of(place)

export function use_location(found: (fix: Fix) => void) {
  const state = shallowReactive({ whereabouts: 'asking' as Whereabouts, fix: null as Fix | null })
  let watching: number | null = null

  const stop = () => {
    if (watching !== null) navigator.geolocation.clearWatch(watching)
    watching = null
  }

  function take(told: GeolocationPosition) {
    const { longitude, latitude, accuracy } = told.coords
    const better = !state.fix || accuracy <= state.fix.accuracy_m
    state.whereabouts = 'found'
    if (!better) return
    state.fix = { longitude, latitude, accuracy_m: accuracy }
    found(state.fix)
    if (accuracy <= good_m) stop() // it costs battery
  }

  function look() {
    stop()
    if (!isSecureContext) {
      state.whereabouts = 'insecure'
      return
    }
    if (!('geolocation' in navigator)) {
      state.whereabouts = 'failed'
      return
    }
    state.whereabouts = 'asking'
    state.fix = null
    const failed = (why: GeolocationPositionError) => {
      if (state.fix) return
      state.whereabouts = why.code === why.PERMISSION_DENIED ? 'forbidden' : 'failed'
    }
    watching = navigator.geolocation.watchPosition(take, failed, {
      enableHighAccuracy: true,
      timeout: patience_ms,
      maximumAge: 5000,
    })
  }

  onScopeDispose(stop)
  return { state, look, stop }
}
