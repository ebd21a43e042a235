// Which matters a text may be about, without a network: names and aliases of the kept pack and its everyday words,
// weighed as the server weighs them and in the same whole numbers (docs/wire.md, section 5; server/core/matter_search.cpp),
// so that a text is answered alike here and there. What desks have filed is known to the server alone.
import type { PackMatter, PackSaying } from '../../api/pack'
import { type Everyday, everyday_of, meant_by } from './everyday'
import { type Gram, type GramKind, grams_of } from './grams'

interface GramRecord {
  kind: GramKind
  phrases: { phrase: Phrase; times: number }[]
  holders: Set<PackMatter>
  weight: number // in units of 2^-16
}
interface Phrase {
  matter: PackMatter
  length: number // grams, with repeats
  own: Set<GramRecord>
}
export interface Index {
  records: Map<string, GramRecord>
  everyday: Everyday[]
  length: number // of all phrases
  phrases: number
}
export interface Found {
  matter: PackMatter
  score_milli: number
}

const fraction_bits = 16
const condition_tenths = 4
const meant_tenths = 5
const tenths: { [kind in GramKind]: number } = { character: 3, three_letters: 3, pair: 10, word: 10 }

const whole = Math.floor // of numbers that are not below 0

// log2 of a ratio of at least 1, in units of 2^-16, by squaring: no machine rounds it otherwise.
function log2_of(above: number, below: number): number {
  const mantissa_bits = 31n
  const ratio = (BigInt(above) << mantissa_bits) / BigInt(below)
  const floor = ratio.toString(2).length - 1 - Number(mantissa_bits)
  let mantissa = ratio >> BigInt(floor)
  let log = floor
  for (let i = 0; i < fraction_bits; i += 1) {
    mantissa = (mantissa * mantissa) >> mantissa_bits
    const two_or_more = mantissa >> (mantissa_bits + 1n) !== 0n
    if (two_or_more) mantissa >>= 1n
    log = log * 2 + (two_or_more ? 1 : 0)
  }
  return log
}

function add(index: Index, matter: PackMatter, words: string): void {
  const grams = grams_of(words)
  if (grams.length === 0) return
  const phrase: Phrase = { matter, length: grams.length, own: new Set() }
  const times = new Map<string, number>()
  for (const { key } of grams) times.set(key, (times.get(key) ?? 0) + 1)
  for (const { key, kind } of grams) {
    const known = index.records.get(key) ?? { kind, phrases: [], holders: new Set(), weight: 0 }
    if (phrase.own.has(known)) continue
    index.records.set(key, known)
    phrase.own.add(known)
    known.phrases.push({ phrase, times: times.get(key) ?? 0 })
    known.holders.add(matter)
  }
  index.length += phrase.length
  index.phrases += 1
}

// Of words that end the names of two matters or more and stand in no component's: components are things, and those
// words say what is wrong with them.
function conditions_of(index: Index, matters: readonly PackMatter[]): Set<GramRecord> {
  const found = new Set<GramRecord>()
  if (!matters.some((each) => each.kind === 'component')) return found
  const ending = new Map<string, { word: Gram; names: number }>()
  for (const each of matters) {
    if (each.kind === 'component') continue
    const last = grams_of(each.name).reverse().find((gram) => gram.kind === 'pair' || gram.kind === 'word')
    if (last) ending.set(last.key, { word: last, names: (ending.get(last.key)?.names ?? 0) + 1 })
  }
  const only_condition = (known?: GramRecord) => known && ![...known.holders].some((each) => each.kind === 'component')
  for (const { word, names } of ending.values()) {
    if (names < 2 || !only_condition(index.records.get(word.key))) continue
    for (const { key } of grams_of(word.text)) {
      const part = index.records.get(key)
      if (part && only_condition(part)) found.add(part)
    }
  }
  return found
}

const key_order = (one: PackMatter, other: PackMatter): number => {
  const [a, b] = [`${one.kind} ${one.code}`, `${other.kind} ${other.code}`]
  return a < b ? -1 : a > b ? 1 : 0
}

// Of matters that may be whistled.
export function build_index(matters: readonly PackMatter[], sayings: readonly PackSaying[]): Index {
  const index: Index = { records: new Map(), everyday: everyday_of(sayings), length: 0, phrases: 0 }
  const sorted = [...matters].sort(key_order)
  for (const matter of sorted) for (const words of [matter.name, ...matter.aliases]) add(index, matter, words)
  const conditions = conditions_of(index, sorted)
  for (const known of index.records.values()) {
    const rare = log2_of(2 * sorted.length + 2, 2 * known.holders.size + 1)
    known.weight = whole((rare * tenths[known.kind]) / 10)
    if (conditions.has(known)) known.weight = whole((known.weight * condition_tenths) / 10)
  }
  return index
}

// Records that the text has, and those that only its everyday words mean.
function asked_by(index: Index, text: string): Map<GramRecord, 'own' | 'meant'> {
  const asked = new Map<GramRecord, 'own' | 'meant'>()
  const ask = (grams: Gram[], how: 'own' | 'meant') => {
    for (const { key } of grams) {
      const known = index.records.get(key)
      if (known && !asked.has(known)) asked.set(known, how)
    }
  }
  ask(grams_of(text), 'own')
  ask(meant_by(index.everyday, text), 'meant')
  return asked
}

// The best first; equal ones in the order of keys. A matter stands for its best phrase.
export function search_scores(index: Index, text: string, most: number): Found[] {
  const sums = new Map<Phrase, { score: number; weight: number }>()
  for (const [known, how] of asked_by(index, text)) {
    const share = (of: number) => (how === 'own' ? of : whole((of * meant_tenths) / 10))
    for (const { phrase, times } of known.phrases) {
      const fill = 300 + whole((900 * phrase.length * index.phrases) / index.length)
      const given = share(whole((known.weight * times * 2200) / (times * 1000 + fill)))
      if (given === 0) continue
      const sum = sums.get(phrase) ?? { score: 0, weight: 0 }
      sums.set(phrase, { score: sum.score + given, weight: sum.weight + share(known.weight) })
    }
  }
  const best = new Map<PackMatter, number>()
  for (const [phrase, { score, weight }] of sums) {
    let own = 0
    for (const each of phrase.own) own += each.weight
    const covered = own === 0 ? 0 : whole((weight * 1000) / own)
    const found = whole((score * (700_000 + 300 * covered)) / 1_000_000)
    if (found > (best.get(phrase.matter) ?? 0)) best.set(phrase.matter, found)
  }
  return [...best]
    .sort(([one, first], [other, second]) => second - first || key_order(one, other))
    .slice(0, most)
    .map(([matter, score]) => ({ matter, score_milli: whole((score * 1000) / 2 ** fraction_bits) }))
}

export const search_matters = (index: Index, text: string, most: number): PackMatter[] =>
  search_scores(index, text, most).map((each) => each.matter)
