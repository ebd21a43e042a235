// What the map of a wall shades: areas that are seen from afar, and not single grids, which are points there.
import { find_area } from '../../api/pack'
import type { Level } from '../map/drawn'

const shaded: Record<Level, Level> = {
  city: 'street',
  district: 'community',
  street: 'community',
  community: 'grid',
  grid: 'grid',
}

export const shaded_level = (home: string): Level => shaded[find_area(home)?.level ?? 'city']
