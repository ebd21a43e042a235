// What the map of a wall shades: areas that are seen from afar, and not single grids, which are points there.
import { find_area, type PackArea } from '../../api/pack'

type Level = PackArea['level']

const shaded: Record<Level, Level> = {
  city: 'street',
  district: 'community',
  street: 'community',
  community: 'grid',
  grid: 'grid',
}

// The area of that level around it; itself where it lies above.
export function around(area: string, level: Level): string {
  for (let at = find_area(area); at; at = find_area(at.parent)) if (at.level === level) return at.code
  return area
}

export function open_by_area(areas: Iterable<string>, home: string): Map<string, number> {
  const level = shaded[find_area(home)?.level ?? 'city']
  const counts = new Map<string, number>()
  for (const area of areas) {
    const at = around(area, level)
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return counts
}
