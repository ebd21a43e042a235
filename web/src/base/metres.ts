// How far two points of one datum lie apart on the ground.
export interface OnGround {
  longitude: number
  latitude: number
}

export function metres_between(one: OnGround, other: OnGround): number {
  const half = Math.PI / 360
  const north = Math.sin((other.latitude - one.latitude) * half)
  const east = Math.sin((other.longitude - one.longitude) * half)
  const across = Math.cos(one.latitude * 2 * half) * Math.cos(other.latitude * 2 * half)
  return 2 * 6_371_009 * Math.asin(Math.sqrt(north * north + across * east * east))
}
