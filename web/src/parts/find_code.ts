// Finding a code among thousands by what people type: a part of its name, its class, an alias, or the code itself.
import { area_name, type PackArea, type PackDepartment, type PackMatter } from '../api/pack'

export interface Choice {
  code: string
  name: string
  more: string // what tells it from others of the same name
  words: string // lower case, all that it is found by
}

const words = (...all: string[]) => all.join(' ').toLowerCase()

export const matter_choices = (matters: readonly PackMatter[]): Choice[] =>
  matters.map(({ kind, code, name, class_name, aliases }) => ({
    code: `${kind}:${code}`,
    name,
    more: `${class_name} ${code}`,
    words: words(name, class_name, code, ...aliases),
  }))

export function area_choices(areas: readonly PackArea[], inside: string): Choice[] {
  const names = new Map(areas.map((each) => [each.code, each.name]))
  return areas
    .filter(({ code }) => code.startsWith(inside))
    .map(({ code, name, parent }) => {
      const above = names.get(parent) ?? ''
      return { code, name, more: above, words: words(name, above, code) }
    })
}

// Those of one's own city part first, the nearest before the city's: the same office has a namesake in every district.
export function department_choices(departments: readonly PackDepartment[], area: string): Choice[] {
  const near = (each: PackDepartment) =>
    area.startsWith(each.area) || each.area.startsWith(area) ? Math.min(area.length, each.area.length) : 0
  return [...departments]
    .sort((one, other) => near(other) - near(one))
    .map(({ code, name, area: of }) => {
      const more = area_name(of, 1)
      return { code, name, more, words: words(name, more, code) }
    })
}

// 住建 in 住房和城乡建设局: people say the first letters of a long name. The largest step from one letter to the next;
// Infinity: they are not there in this order.
function step_of(part: string, name: string): number {
  const letters = [...name]
  let least = Infinity
  letters.forEach((letter, first) => {
    if (!part.startsWith(letter)) return
    let [at, step] = [first, 0]
    for (const next of [...part].slice(1)) {
      const to = letters.indexOf(next, at + 1)
      if (to < 0) return
      step = Math.max(step, to - at)
      at = to
    }
    least = Math.min(least, step)
  })
  return least
}

const short_step = 2 // 环卫 in 环境卫生: a word has two letters, and its first one stands for it
const tiers = ['exact', 'begins', 'holds', 'short', 'scattered'] as const

// How near one typed word is to a choice; -1: not at all.
function tier_of(part: string, { name, words: all }: Choice): number {
  const own = name.toLowerCase()
  if (own === part) return tiers.indexOf('exact')
  if (own.startsWith(part)) return tiers.indexOf('begins')
  if (all.includes(part)) return tiers.indexOf('holds')
  const step = step_of(part, own)
  if (step === Infinity) return -1
  return tiers.indexOf(step <= short_step ? 'short' : 'scattered')
}

// All words typed must be found. The name itself comes first, then those that begin with the first word, those that
// have it as it was typed, and those that it is short for; letters here and there count where there is nothing nearer.
export function find_choices(all: readonly Choice[], typed: string, at_most: number): Choice[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (parts.length === 0) return all.slice(0, at_most)
  const found: Choice[][] = tiers.map(() => [])
  for (const each of all) {
    const near = parts.map((part) => tier_of(part, each))
    if (near.includes(-1)) continue
    const [first = 0] = near
    const worst = Math.max(...near)
    found[worst <= tiers.indexOf('holds') ? first : worst]?.push(each)
  }
  const scattered = found.pop() ?? []
  const nearer = found.flat()
  return (nearer.length > 0 ? nearer : scattered).slice(0, at_most)
}
