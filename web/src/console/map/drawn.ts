// Where a map shows what is known of an area. Law: what is known less exactly than a map draws lies in none of the
// areas that it draws, and is told beside it: it is not in all of them.
import { computed } from 'vue'
import { find_area, pack_names, type PackArea } from '../../api/pack'

export type Level = PackArea['level']

const holders = computed(() => new Set(pack_names()?.areas.map((each) => each.parent)))

// The area of that level around it; itself where it lies above and nothing is smaller there. Null: known less exactly.
export function drawn_at(area: string, level: Level): string | null {
  for (let at = find_area(area); at; at = find_area(at.parent)) if (at.level === level) return at.code
  return find_area(area) && !holders.value.has(area) ? area : null
}

export interface Counts {
  values: Map<string, number> // by the areas that are drawn
  wider: number // that are known less exactly
}

export function counts_at(areas: Iterable<string>, level: Level): Counts {
  const counts: Counts = { values: new Map(), wider: 0 }
  for (const area of areas) {
    const at = drawn_at(area, level)
    if (at === null) counts.wider += 1
    else counts.values.set(at, (counts.values.get(at) ?? 0) + 1)
  }
  return counts
}
