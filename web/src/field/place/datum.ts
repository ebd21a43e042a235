// Where a device's WGS 84 position lies on a map in the pack's datum: only to draw it and to name its grid. What is
// sent says its own datum, and the server converts it (server/core/datum.cpp has the same formulas).
export interface Point {
  longitude: number
  latitude: number
}

const { PI, sin, cos, sqrt, abs, hypot, atan2 } = Math

function outside_china(at: Point): boolean {
  return at.longitude < 72.004 || at.longitude > 137.8347 || at.latitude < 0.8293 || at.latitude > 55.8271
}

const waves = (x: number) => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3

function north_shift(x: number, y: number): number {
  const slow = ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3
  const slower = ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x) + slow + slower
}

function east_shift(x: number, y: number): number {
  const slow = ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3
  const slower = ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x) + slow + slower
}

function gcj02_of_wgs84(at: Point): Point {
  const axis = 6378245
  const eccentricity = 0.006693421622965943
  if (outside_china(at)) return at
  const x = at.longitude - 105
  const y = at.latitude - 35
  const sine = sin((at.latitude / 180) * PI)
  const flat = 1 - eccentricity * sine * sine
  const north = (north_shift(x, y) * 180) / (((axis * (1 - eccentricity)) / (flat * sqrt(flat))) * PI)
  const east = (east_shift(x, y) * 180) / ((axis / sqrt(flat)) * cos((at.latitude / 180) * PI) * PI)
  return { longitude: at.longitude + east, latitude: at.latitude + north }
}

function bd09_of_gcj02(at: Point): Point {
  const wave = (PI * 3000) / 180
  const radius = hypot(at.longitude, at.latitude) + 0.00002 * sin(at.latitude * wave)
  const angle = atan2(at.latitude, at.longitude) + 0.000003 * cos(at.longitude * wave)
  return { longitude: radius * cos(angle) + 0.0065, latitude: radius * sin(angle) + 0.006 }
}

export function on_map(at: Point, datum: string): Point {
  if (datum === 'gcj02') return gcj02_of_wgs84(at)
  if (datum === 'bd09') return bd09_of_gcj02(gcj02_of_wgs84(at))
  return at
}
