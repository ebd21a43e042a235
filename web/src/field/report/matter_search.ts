// Which matters a text may be about, without a network: names and aliases of the kept pack, weighed as the server
// weighs them (docs/wire.md, section 5: rare grams of a short phrase count most). What desks have filed is known to
// the server alone.
import type { PackMatter } from '../../api/pack'

interface Phrase {
  matter: PackMatter
  grams: Map<string, number>
  length: number
  weight: number // of all its grams
}
interface Index {
  phrases: Phrase[]
  weights: Map<string, number>
  mean_length: number
}

const common_weight = 0.3 // of a single character, or of three letters of a word
const tf_limit = 2.2

function is_letter(character: string): boolean {
  return /[a-z]/.test(character)
}
function is_chinese(character: string): boolean {
  return /[\u3400-\u9fff]/.test(character)
}

// Of Chinese each character and each pair, of words in letters the word and its groups of three.
export function grams_of(text: string): string[] {
  const grams: string[] = []
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    grams.push(word)
    for (let i = 0; i + 3 < word.length + 1 && word.length > 3; i += 1) grams.push(word.slice(i, i + 3))
  }
  let before = ''
  for (const character of text) {
    const counts = is_chinese(character)
    if (counts) grams.push(character)
    if (counts && before !== '') grams.push(before + character)
    before = counts ? character : ''
  }
  return grams
}

const is_common = (gram: string): boolean => gram.length === 1 || (gram.length === 3 && is_letter(gram.charAt(0)))

function counted(grams: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  return counts
}

export function build_index(matters: PackMatter[]): Index {
  const holders = new Map<string, Set<PackMatter>>()
  const found = matters.flatMap((matter) =>
    [matter.name, ...matter.aliases].map((words) => {
      const grams = grams_of(words)
      for (const gram of grams) holders.set(gram, (holders.get(gram) ?? new Set()).add(matter))
      return { matter, grams: counted(grams), length: grams.length }
    }),
  )
  const weights = new Map<string, number>()
  for (const [gram, who] of holders) {
    const rare = Math.log2((2 * matters.length + 2) / (2 * who.size + 1))
    weights.set(gram, is_common(gram) ? rare * common_weight : rare)
  }
  const phrases = found.map((each) => ({
    ...each,
    weight: [...each.grams.keys()].reduce((sum, gram) => sum + (weights.get(gram) ?? 0), 0),
  }))
  const mean_length = found.reduce((sum, each) => sum + each.length, 0) / Math.max(1, found.length)
  return { phrases, weights, mean_length }
}

function score(index: Index, phrase: Phrase, text: Set<string>): number {
  let sum = 0
  let covered = 0
  for (const [gram, tf] of phrase.grams) {
    const weight = text.has(gram) ? (index.weights.get(gram) ?? 0) : 0
    if (weight === 0) continue
    sum += (weight * tf_limit * tf) / (tf + 0.3 + (0.9 * phrase.length) / index.mean_length)
    covered += weight
  }
  return phrase.weight === 0 ? 0 : sum * (0.7 + (0.3 * covered) / phrase.weight)
}

// The best first; a matter stands for its best phrase.
export function search_matters(index: Index, text: string, most: number): PackMatter[] {
  const grams = new Set(grams_of(text))
  const best = new Map<PackMatter, number>()
  for (const phrase of index.phrases) {
    const found = score(index, phrase, grams)
    if (found > (best.get(phrase.matter) ?? 0)) best.set(phrase.matter, found)
  }
  return [...best]
    .sort(([, one], [, other]) => other - one)
    .slice(0, most)
    .map(([matter]) => matter)
}
