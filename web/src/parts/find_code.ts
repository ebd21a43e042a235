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

// 住建 in 住房和城乡建设局: people say the first letters of a long name.
function is_short_for(part: string, name: string): boolean {
  const letters = [...part]
  let at = 0
  for (const letter of name) if (letter === letters[at]) at += 1
  return at === letters.length
}

// All words typed must be found; a name that begins with them comes first, and last one that they are only short for.
export function find_choices(all: readonly Choice[], typed: string, at_most: number): Choice[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (parts.length === 0) return all.slice(0, at_most)
  const first = parts[0] ?? ''
  const begins: Choice[] = []
  const holds: Choice[] = []
  const short: Choice[] = []
  for (const each of all) {
    const name = each.name.toLowerCase()
    if (!parts.every((part) => each.words.includes(part))) {
      if (parts.every((part) => each.words.includes(part) || is_short_for(part, name))) short.push(each)
    } else if (name.startsWith(first)) begins.push(each)
    else holds.push(each)
  }
  return [...begins, ...holds, ...short].slice(0, at_most)
}
