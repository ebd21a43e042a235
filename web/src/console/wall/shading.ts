// What the map of a wall shades: areas that are seen from afar, and not single grids, which are points there. And in
// which steps: what a shade means does not change while somebody looks.
import { computed, type ComputedRef, ref, watch } from 'vue'
import { find_area } from '../../api/pack'
import type { Level } from '../map/drawn'
import { type Shades, shades_of } from '../map/shade'

const shaded: Record<Level, Level> = {
  city: 'street',
  district: 'community',
  street: 'community',
  community: 'grid',
  grid: 'grid',
}

export const shaded_level = (home: string): Level => shaded[find_area(home)?.level ?? 'city']

// Below it a legend has fewer than its five steps.
const least = 20

// By the most there has been since the page was loaded: always as many steps, which grow with the city and do not shrink
// again.
export function use_steady_shades(counts: () => ReadonlyMap<string, number>): ComputedRef<Shades> {
  const most = ref(least)
  watch(
    counts,
    (all) => {
      for (const each of all.values()) most.value = Math.max(most.value, each)
    },
    { immediate: true },
  )
  return computed(() => shades_of([most.value]))
}
