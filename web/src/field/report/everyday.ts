// What people say, and what the list of matters calls it (sayings.csv of the pack): a name that no letter of what was
// said would find is found by these. Beside server/core/everyday_words.cpp, and the same.
import type { PackSaying } from '../../api/pack'
import { type Gram, grams_of, has_words, spaced_out } from './grams'

export interface Everyday {
  looked_for: string[] // spaced out
  meant: Gram[]
}

export const everyday_of = (sayings: readonly PackSaying[]): Everyday[] =>
  sayings.map(({ said, means }) => ({ looked_for: said.map(spaced_out), meant: means.flatMap(grams_of) }))

// Also what the text has itself, and more than once.
export function meant_by(everyday: readonly Everyday[], text: string): Gram[] {
  const spaced = spaced_out(text)
  return everyday.flatMap(({ looked_for, meant }) => (looked_for.some((each) => has_words(spaced, each)) ? meant : []))
}
