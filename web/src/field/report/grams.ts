// Cuts free text into the pieces by which two texts are compared: of Chinese each character and each pair, of words
// written with letters the word and its groups of three. Beside server/core/text_grams.cpp, and the same.
export type GramKind = 'character' | 'pair' | 'word' | 'three_letters'

export interface Gram {
  kind: GramKind
  text: string // as it is compared: letters small, full-width forms narrow
  key: string // of kind and text
}

const chinese = /^[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]$/u
const in_word = /^[0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]$/

function as_compared(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const narrow = point >= 0xff01 && point <= 0xff5e ? point - 0xff01 + 0x21 : point
  const capital = (narrow >= 0x41 && narrow <= 0x5a) || (narrow >= 0xc0 && narrow <= 0xde && narrow !== 0xd7)
  return String.fromCodePoint(capital ? narrow + 0x20 : narrow)
}

type Part = 'blank' | 'chinese' | 'word'
const part_of = (character: string): Part => (chinese.test(character) ? 'chinese' : in_word.test(character) ? 'word' : 'blank')

interface Run {
  part: Part
  characters: string[]
}
function runs_of(text: string): Run[] {
  const runs: Run[] = []
  for (const each of text) {
    const character = as_compared(each)
    const part = part_of(character)
    const last = runs[runs.length - 1]
    if (last?.part === part) last.characters.push(character)
    else runs.push({ part, characters: [character] })
  }
  return runs
}

const gram = (kind: GramKind, text: string): Gram => ({ kind, text, key: `${kind} ${text}` })

function of_word(characters: string[]): Gram[] {
  const word = characters.join('')
  if (characters.length < 2 || /^\d+$/.test(word)) return []
  const between = ['_', ...characters, '_']
  const groups = between.slice(0, -2).map((_, i) => gram('three_letters', between.slice(i, i + 3).join('')))
  return [gram('word', word), ...groups]
}
function of_chinese(characters: string[]): Gram[] {
  return characters.flatMap((each, i) => {
    const next = characters[i + 1]
    return next === undefined ? [gram('character', each)] : [gram('character', each), gram('pair', each + next)]
  })
}

// In the order of the text, with repeats. A pair or a group does not reach across a blank or a mark.
export function grams_of(text: string): Gram[] {
  return runs_of(text).flatMap(({ part, characters }) => {
    if (part === 'blank') return []
    return part === 'word' ? of_word(characters) : of_chinese(characters)
  })
}

// The text as words are looked for in it: a blank at both ends, between Chinese and letters, and instead of all else.
export function spaced_out(text: string): string {
  const words = runs_of(text).filter((each) => each.part !== 'blank')
  return words.length === 0 ? ' ' : ` ${words.map((each) => each.characters.join('')).join(' ')} `
}

// Whether the one has the other; both are spaced out. Of Chinese any piece counts, of letters whole words, of one or of
// many: an office is not icy.
export function has_words(text: string, words: string): boolean {
  const wanted = words.trim()
  if (wanted === '') return false
  const characters = [...wanted]
  const free_before = chinese.test(characters[0] ?? '')
  const free_behind = chinese.test(characters[characters.length - 1] ?? '')
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const behind = text.slice(at + wanted.length, at + wanted.length + 2)
    const begins = free_before || text.charAt(at - 1) === ' '
    if (begins && (free_behind || behind.startsWith(' ') || behind === 's ')) return true
  }
  return false
}
