// Choropleth: one hue by lightness, in few steps that the eye can tell apart and a legend can name.
export interface Shades {
  bounds: readonly number[] // lowest value of each step, rising; below the first: not shaded
}

export const shade_steps_max = 5

// Steps for counts: of 1, 2, 5, 10, 20, 50 … the last that are reached, and one. Whoever looks at a map for a day sees
// the same steps while its numbers go up and down.
export function shades_of(values: Iterable<number>): Shades {
  let most = 0
  for (const each of values) most = Math.max(most, each)
  const reached: number[] = []
  for (let decade = 1; decade <= most; decade *= 10) {
    reached.push(...[decade, 2 * decade, 5 * decade].filter((bound) => bound <= most))
  }
  return { bounds: reached.length > shade_steps_max ? [1, ...reached.slice(1 - shade_steps_max)] : reached }
}

// Steps for shares, 0 to 1 or percent alike: even ones between the lowest and the highest.
export function even_shades(values: Iterable<number>): Shades {
  const all = [...values]
  if (all.length === 0) return { bounds: [] }
  const [low, high] = [Math.min(...all), Math.max(...all)]
  if (low === high) return { bounds: [low] }
  return { bounds: Array.from({ length: shade_steps_max }, (_, step) => low + ((high - low) * step) / shade_steps_max) }
}

// Which step, from 0; -1: not shaded.
export function step_of(shades: Shades, value: number | undefined): number {
  if (value === undefined) return -1
  let step = -1
  for (const bound of shades.bounds) {
    if (value < bound) break
    step += 1
  }
  return step
}

type Rgb = readonly [number, number, number]

// #rrggbb, as the tokens are written.
export function rgb_of(hex: string): Rgb {
  const number = Number.parseInt(hex.trim().replace('#', ''), 16)
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255]
}

// The colour of each step, from low to high.
export function ramp(low: string, high: string, steps: number): string[] {
  const [from, to] = [rgb_of(low), rgb_of(high)]
  return Array.from({ length: steps }, (_, step) => {
    const share = steps === 1 ? 1 : step / (steps - 1)
    const [red, green, blue] = from.map((part, i) => Math.round(part + ((to[i] ?? part) - part) * share))
    return `rgb(${red}, ${green}, ${blue})`
  })
}
